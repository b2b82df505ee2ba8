import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '@lyceum/common/config';
import { createLogger } from '@lyceum/common/log';
import { type RunningService, startService } from '@lyceum/common/run/start-service';
import type { ServiceName } from '@lyceum/contracts/services';
import { type BackingServers, startBackingServers } from '@lyceum/dev-servers/backing-servers';
import { readGivenServers } from '@lyceum/dev-servers/config';
import { emptyDataDir } from '@lyceum/dev-servers/empty-data-dir';
import { lockDataDir } from '@lyceum/dev-servers/processes/data-dir-lock';
import { createPortChooser } from '@lyceum/dev-servers/processes/ports';
import { waitUntil } from '@lyceum/dev-servers/processes/wait-until';
import { type Progress, StartFailure } from '@lyceum/dev-servers/progress';
import { openSecrets } from '@lyceum/dev-servers/secrets';
import { endLeftovers, killServers } from '@lyceum/dev-servers/servers/end-leftovers';
import { startGateway } from '@lyceum/gateway/gateway';
import { readStackConfig } from './config.ts';
import { writeConnections } from './connections.ts';
import { requireDiskSpace } from './disk-space.ts';
import { openLogFile } from './log-file.ts';
import { declareAllQueues, migrateDatabase } from './migrate-all.ts';
import {
  chooseAddresses,
  databasePasswords,
  demoAccount,
  gatewayEnvironment,
  serviceEnvironment,
} from './service-environment.ts';
import { allServices } from './services.ts';

export interface StackOptions {
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

export interface RunningStack {
  /** The API, as people type it. */
  readonly gatewayUrl: string;
  readonly docs: string;
  /** Undefined when SMTP_URL names a real mail server. */
  readonly mailUrl: string | undefined;
  readonly demo: { readonly email: string; readonly password: string };
  readonly logFile: string;
  readonly backing: BackingServers;
  readonly services: ReadonlyMap<ServiceName, RunningService>;
  /** With which a service would run here as a process of its own, on the same port. */
  environmentOf(name: ServiceName): Environment;
  /** Requests and jobs in hand are finished, then the servers end. */
  stop(): Promise<void>;
}

/**
 * Starts backing servers, the migration step, every service and the gateway, all but the servers in this process. Ready when
 * it resolves. Throws `StartFailure`, `ConfigError`, or `AlreadyLocked` when another run uses the folder.
 */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const { dataDir, progress = () => undefined, ports = 'usual', env = {}, fresh = false, throwaway = false } = options;
  const config = readStackConfig(env);
  const lock = await lockDataDir(dataDir);
  const cleanups: (() => Promise<void> | void)[] = [() => lock.release()];
  // Whatever ends this process, no server outlives it, short of kill -9.
  const onExit = () => killServers(dataDir);
  process.once('exit', onExit);
  cleanups.push(() => void process.off('exit', onExit));
  const stop = async () => {
    for (const step of cleanups.splice(0).reverse()) await step();
  };

  try {
    if (fresh) {
      await endLeftovers(dataDir);
      emptyDataDir(dataDir);
    }
    mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
    requireDiskSpace(dataDir);
    const secrets = openSecrets(join(dataDir, 'secrets.json'));
    const choosePort = createPortChooser(ports, progress);
    const addresses = await chooseAddresses(choosePort, config);
    const logFile = join(dataDir, 'logs', 'lyceum.log');
    const destination = openLogFile(logFile);
    cleanups.push(() => destination.close());
    const logOf = (name: string) => createLogger(name, config.LOG_LEVEL, destination);

    progress('Starting PostgreSQL, Redis, RabbitMQ, the object store and the mail catcher ...');
    const backing = await startBackingServers({
      dataDir,
      secrets,
      choosePort,
      progress,
      throwaway,
      given: readGivenServers(env),
      corsOrigins: [addresses.publicUrl, ...webOrigins],
      async afterPostgres(ownerUrl) {
        await migrateDatabase(ownerUrl, databasePasswords(secrets), logOf('migrate'));
        progress('The database is migrated');
      },
    });
    cleanups.push(() => backing.stop());
    writeConnections(dataDir, backing);
    await declareAllQueues(backing.rabbitmq.url, 'classic');

    const parts = { given: env, addresses, backing, secrets };
    const services = new Map<ServiceName, RunningService>();
    cleanups.push(async () => {
      await Promise.all([...services.values()].map((service) => service.stop()));
    });
    const starts = allServices.map(async (service) => {
      services.set(
        service.name,
        await startService(service, serviceEnvironment(service.name, parts), { log: logOf(service.name) }),
      );
    });
    // All have settled before a failure of one stops those that run.
    await Promise.allSettled(starts);
    await Promise.all(starts);
    progress(`Services are up: ${[...services.keys()].join(', ')}`);
    const gateway = await startGateway(gatewayEnvironment(parts), { log: logOf('gateway') });
    cleanups.push(() => gateway.stop());
    await waitForReady(gateway.url);

    const gatewayUrl = addresses.publicUrl;
    lock.announce(gatewayUrl);
    return {
      gatewayUrl,
      docs: `${gatewayUrl}/docs`,
      mailUrl: backing.mail.httpUrl,
      demo: demoAccount(env, secrets),
      logFile,
      backing,
      services,
      environmentOf: (name) => serviceEnvironment(name, parts),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where web clients under development run. */
const webOrigins = ['http://localhost:5173'];

async function waitForReady(url: string): Promise<void> {
  let answer = 'no answer';
  const ready = await waitUntil(async () => {
    // An answer that never comes must not be waited for; the next question may be answered.
    const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (response) answer = await response.text();
    return response?.ok ?? false;
  }, 30_000);
  if (!ready) throw new StartFailure(`The gateway does not become ready: ${answer}`);
}
