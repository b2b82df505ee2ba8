import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '@lyceum/common/config';
import { type BackingServers, startBackingServers } from '@lyceum/dev-servers/backing-servers';
import { readGivenServers } from '@lyceum/dev-servers/config';
import { emptyDataDir } from '@lyceum/dev-servers/empty-data-dir';
import { lockDataDir } from '@lyceum/dev-servers/processes/data-dir-lock';
import { type ChoosePort, createPortChooser } from '@lyceum/dev-servers/processes/ports';
import type { Progress } from '@lyceum/dev-servers/progress';
import { openSecrets, type Secrets } from '@lyceum/dev-servers/secrets';
import { endLeftovers, killServers } from '@lyceum/dev-servers/servers/end-leftovers';
import { readStackConfig } from './config.ts';
import { writeConnections } from './connections.ts';
import { requireDiskSpace } from './disk-space.ts';
import { chooseGatewayAddress, type GatewayAddress } from './service-environment.ts';

export interface InstallationOptions {
  /** Everything that lives longer than the run. One run at a time. */
  dataDir: string;
  progress?: Progress;
  /** `usual` where they are free, `free` for tests. */
  ports?: 'usual' | 'free';
  /** Variables that tune services and gateway, or name servers that run already. */
  env?: Environment;
  /** Deletes what `dataDir` holds first. */
  fresh?: boolean;
  /** Nothing is synced to disk. */
  throwaway?: boolean;
}

/** A data folder this process has locked, and what runs on it. */
export interface Installation {
  /** The only ones of this process: everything that needs a secret gets them from here. */
  readonly secrets: Secrets;
  readonly choosePort: ChoosePort;
  readonly gateway: GatewayAddress;
  readonly logFile: string;
  readonly secretsFile: string;
  /** `afterPostgres` runs while slower servers still start. */
  startServers(afterPostgres?: (ownerUrl: string) => Promise<void>): Promise<BackingServers>;
  /** Tells another run on this folder where we are. */
  announce(): void;
  /** The servers end and the folder is free. */
  stop(): Promise<void>;
}

/** Where web clients under development run. */
const developmentOrigins = ['http://localhost:5173'];

/** Throws `StartFailure`, `ConfigError`, or `AlreadyLocked` when another run uses the folder. */
export async function openInstallation(options: InstallationOptions): Promise<Installation> {
  const { dataDir, progress = () => undefined, ports = 'usual', env = {}, fresh = false, throwaway = false } = options;
  const config = readStackConfig(env);
  const lock = await lockDataDir(dataDir);
  const steps: (() => Promise<void> | void)[] = [() => lock.release()];
  // Whatever ends this process, no server outlives it, short of kill -9.
  const onExit = () => killServers(dataDir);
  process.once('exit', onExit);
  steps.push(() => void process.off('exit', onExit));
  const stop = async () => {
    for (const step of steps.splice(0).reverse()) await step();
  };

  try {
    if (fresh) {
      await endLeftovers(dataDir);
      emptyDataDir(dataDir);
    }
    mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
    requireDiskSpace(dataDir);
    const secretsFile = join(dataDir, 'secrets.json');
    const secrets = openSecrets(secretsFile);
    const choosePort = createPortChooser(ports, progress);
    const gateway = await chooseGatewayAddress(choosePort, config);
    return {
      secrets,
      choosePort,
      gateway,
      logFile: join(dataDir, 'logs', 'lyceum.log'),
      secretsFile,
      async startServers(afterPostgres) {
        progress('Starting PostgreSQL, Redis, RabbitMQ, the object store and the mail catcher ...');
        const backing = await startBackingServers({
          dataDir,
          secrets,
          choosePort,
          progress,
          throwaway,
          given: readGivenServers(env),
          corsOrigins: [gateway.publicUrl, ...developmentOrigins, ...config.CORS_ORIGINS],
          ...(afterPostgres && { afterPostgres }),
        });
        steps.push(() => backing.stop());
        writeConnections(dataDir, backing);
        return backing;
      },
      announce: () => lock.announce(gateway.publicUrl),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
