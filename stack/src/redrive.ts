import { redrive } from '@lyceum/common/run/redrive';
import { runServiceCommand } from './service-command.ts';

await runServiceCommand(
  { name: 'redrive', does: 'Sends the messages a service gave up (its dead-letter queue) back to it.' },
  async (service, findBroker) => `${await redrive(await findBroker(), service)} messages went back to ${service}.`,
);
