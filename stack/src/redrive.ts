import { summarizeError } from '@lyceum/common/error-report';
import { redrive } from '@lyceum/common/run/redrive';
import { serviceNames } from '@lyceum/contracts/services';
import { readGivenServers } from '@lyceum/dev-servers/config';
import { startEnvironment } from './config.ts';
import { readConnections } from './connections.ts';
import { installationDataDir } from './data-dir.ts';

const usage = `npm run redrive -- <service>

Sends the messages a service gave up (its dead-letter queue) back to it. Services: ${serviceNames.join(', ')}
Uses RABBITMQ_URL, else the broker of the stack that runs here.`;

const [name, ...rest] = process.argv.slice(2);
const service = serviceNames.find((each) => each === name);
if (!service || rest.length > 0) {
  console.error(usage);
  process.exit(1);
}
const url = readGivenServers().RABBITMQ_URL ?? (await readConnections(installationDataDir(startEnvironment)))?.RABBITMQ_URL;
if (!url) {
  console.error('Lyceum does not run here and RABBITMQ_URL is not set.');
  process.exit(1);
}
try {
  console.log(`${await redrive(url, service)} messages went back to ${service}.`);
} catch (error) {
  console.error(summarizeError(error));
  process.exit(1);
}
