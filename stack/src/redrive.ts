import { redrive } from '@lyceum/common/run/redrive';
import { serviceNames } from '@lyceum/contracts/services';
import { explain } from './explain.ts';
import { findBroker } from './find-broker.ts';

const usage = `npm run redrive -- <service>

Sends the messages a service gave up (its dead-letter queue) back to it. Services: ${serviceNames.join(', ')}
Uses RABBITMQ_URL, else the broker of the stack that runs here.`;

const [name, ...rest] = process.argv.slice(2);
const service = serviceNames.find((each) => each === name);
if (!service || rest.length > 0) {
  console.error(usage);
  process.exit(1);
}
try {
  console.log(`${await redrive(await findBroker(), service)} messages went back to ${service}.`);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
