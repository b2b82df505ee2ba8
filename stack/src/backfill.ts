import { copiedEvents, requestSnapshots } from '@lyceum/common/run/request-snapshots';
import { serviceNames } from '@lyceum/contracts/services';
import { explain } from './explain.ts';
import { findBroker } from './find-broker.ts';
import { allServices } from './services.ts';

const usage = `npm run backfill -- <service>

Asks the owners of what a service keeps copies of to tell it again, as it is now: for a service that is younger than what happened,
or that has lost its data. Services: ${serviceNames.join(', ')}
Uses RABBITMQ_URL, else the broker of the stack that runs here.`;

const [name, ...rest] = process.argv.slice(2);
const service = serviceNames.find((each) => each === name);
if (!service || rest.length > 0) {
  console.error(usage);
  process.exit(1);
}
try {
  const events = copiedEvents(allServices, service);
  if (events.length === 0) console.log(`${service} keeps no copies.`);
  else {
    await requestSnapshots(await findBroker(), events, service);
    console.log(`Asked the owners to tell ${service} again: ${events.join(', ')}`);
  }
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
