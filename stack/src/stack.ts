import type { Environment } from '@lyceum/common/config';
import type { RunningService } from '@lyceum/common/run/start-service';
import type { ServiceName } from '@lyceum/contracts/services';
import type { BackingServers } from '@lyceum/dev-servers/backing-servers';
import { type Application, createApplication } from './application.ts';
import { type InstallationOptions, openInstallation } from './installation.ts';
import { type Entrance, toEntrance } from './welcome.ts';

export interface RunningStack extends Entrance {
  readonly backing: BackingServers;
  readonly services: ReadonlyMap<ServiceName, RunningService>;
  /** With which a service would run here as a process of its own, on the same port. */
  toEnvironment(name: ServiceName): Environment;
  /** Requests and jobs in hand are finished, then the servers end. */
  stop(): Promise<void>;
}

/**
 * Starts backing servers, the migration step, every service and the gateway, all but the servers in this process. Ready when
 * it resolves. Throws `StartFailure`, `ConfigError`, or `AlreadyLocked` when another run uses the folder.
 */
export async function startStack(options: InstallationOptions): Promise<RunningStack> {
  const { env = {}, progress = () => undefined } = options;
  const installation = await openInstallation(options);
  let application: Application | undefined;
  const stop = async () => {
    await application?.stop();
    await installation.stop();
  };
  try {
    application = createApplication({ env, ...installation });
    const { migrate, start, services, toEnvironment } = application;
    const backing = await installation.startServers(async (ownerUrl) => {
      await migrate(ownerUrl);
      progress('The database is migrated');
    });
    await start(backing);
    progress(`Services are up: ${[...services.keys()].join(', ')}`);
    installation.announce();
    return { ...toEntrance(installation, backing, env), backing, services, toEnvironment, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
