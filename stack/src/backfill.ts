import { copiedEvents, requestSnapshots } from '@lyceum/common/run/request-snapshots';
import { runServiceCommand } from './service-command.ts';
import { allServices } from './services.ts';

const does = `Asks the owners of what a service keeps copies of to tell it again, as it is now: for a service that is younger than what happened,
or that has lost its data.`;

await runServiceCommand({ name: 'backfill', does }, async (service, findBroker) => {
  const events = copiedEvents(allServices, service);
  if (events.length === 0) return `${service} keeps no copies.`;
  await requestSnapshots(await findBroker(), events, service);
  return `Asked the owners to tell ${service} again: ${events.join(', ')}`;
});
