import { type ServiceName, serviceNames } from '@lyceum/contracts/services';
import { explain } from './explain.ts';
import { findBroker } from './find-broker.ts';

/** A command with a service as its only argument. Prints what `run` makes of it; exits with 1, after the usage or the reason, where it cannot. */
export async function runServiceCommand(
  { name, does }: { name: string; does: string },
  run: (service: ServiceName, findBroker: () => Promise<string>) => Promise<string>,
): Promise<void> {
  const [given, ...rest] = process.argv.slice(2);
  const service = serviceNames.find((each) => each === given);
  if (!service || rest.length > 0) {
    console.error(`npm run ${name} -- <service>

${does}
Services: ${serviceNames.join(', ')}
Uses RABBITMQ_URL, else the broker of the stack that runs here.`);
    process.exit(1);
  }
  try {
    console.log(await run(service, findBroker));
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}
