import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type GivenServers, readGivenServers } from './config.ts';
import { startMailCatcher } from './mail-catcher/mail-catcher.ts';
import { createPorts, type Ports } from './processes/ports.ts';
import { openProcessRecords } from './processes/process-records.ts';
import type { ServerProcess } from './processes/server-process.ts';
import { ensurePrograms, type ProgramName } from './programs/ensure-programs.ts';
import type { Progress } from './progress.ts';
import { openSecrets } from './secrets.ts';
import { endLeftovers } from './servers/end-leftovers.ts';
import { type ObjectStorage, openObjectStorage } from './servers/object-storage.ts';
import { postgresServer } from './servers/postgres.ts';
import { rabbitmqServer } from './servers/rabbitmq.ts';
import { redisServer } from './servers/redis.ts';

export interface BackingServers {
  /** The owner's database `lyceum`. */
  readonly postgres: { readonly ownerUrl: string };
  readonly redis: { readonly url: string };
  readonly rabbitmq: { readonly url: string; readonly managementUrl: string | undefined };
  readonly objectStore: Omit<ObjectStorage, 'stop'>;
  readonly mail: { readonly smtpUrl: string; readonly httpUrl: string | undefined };
  /** For tests of failures: each keeps its port and its data. Those that were given cannot be stopped from here. */
  readonly servers: Readonly<Record<'postgres' | 'redis' | 'rabbitmq', ServerProcess>>;
  stop(): Promise<void>;
  /** Ends everything at once and without waiting, for a handler of `exit`. */
  killNow(): void;
}

export interface BackingServersOptions {
  /** Holds the data of all servers, their logs and this installation's secrets. The caller has locked it. */
  dataDir: string;
  progress: Progress;
  /** Usual ports where they are free; otherwise only free ones. */
  usualPorts?: boolean;
  /** Nothing is synced to disk: for data that need not outlive the run. */
  throwaway?: boolean;
  /** By default what the environment of this process says. */
  given?: GivenServers;
  /** Runs as soon as PostgreSQL answers, while slower servers still start. */
  afterPostgres?: (ownerUrl: string) => Promise<void>;
}

/** Starts all of them at once. Throws `StartFailure` after ending those that did start. */
export async function startBackingServers(options: BackingServersOptions): Promise<BackingServers> {
  const { dataDir, progress, throwaway = false, given = readGivenServers() } = options;
  const logDir = join(dataDir, 'logs');
  mkdirSync(logDir, { recursive: true, mode: 0o700 });
  const secrets = openSecrets(join(dataDir, 'secrets.json'));
  const records = openProcessRecords(join(dataDir, 'run'));
  const stale = await endLeftovers(dataDir);
  if (stale.length > 0) progress(`Ended what a killed run left behind: ${stale.join(', ')}`);

  const port = portChooser(createPorts(progress), options.usualPorts ?? false);
  const programs = ensurePrograms(neededPrograms(given), progress);
  const place = { dataDir, logDir, records };
  const running = createRunning();

  const starts = {
    postgres: startPostgres().then(async (postgres) => {
      await options.afterPostgres?.(postgres.ownerUrl);
      return postgres;
    }),
    redis: startRedis(),
    rabbitmq: startRabbitmq(),
    objectStore: openObjectStorage(given, dataDir, () => port(9000, 'the object store'), secrets).then(running.add),
    mail: startMail().then(running.add),
  };
  await Promise.allSettled([programs, ...Object.values(starts)]);
  try {
    const [postgres, redis, rabbitmq, objectStore, mail] = await Promise.all([
      starts.postgres,
      starts.redis,
      starts.rabbitmq,
      starts.objectStore,
      starts.mail,
    ]);
    const servers = { postgres: postgres.process, redis: redis.process, rabbitmq: rabbitmq.process };
    return { postgres, redis, rabbitmq, objectStore, mail, servers, stop: running.stop, killNow: running.killNow };
  } catch (error) {
    await running.stop();
    throw error;
  }

  async function startPostgres() {
    const ownerUrl = given.DATABASE_OWNER_URL;
    if (ownerUrl) return { ownerUrl, process: notOurs('PostgreSQL', 'DATABASE_OWNER_URL') };
    const password = secrets.get('POSTGRES_PASSWORD');
    const server = await postgresServer({ ...place, port: await port(5432, 'PostgreSQL'), password, throwaway, progress });
    await running.start(server.process);
    progress('PostgreSQL is up');
    return server;
  }

  async function startRedis() {
    const url = given.REDIS_URL;
    if (url) return { url, process: notOurs('Redis', 'REDIS_URL') };
    const password = secrets.get('REDIS_PASSWORD');
    const program = programOf(await programs, 'redis-server');
    const server = redisServer({ ...place, program, port: await port(6379, 'Redis'), password });
    await running.start(server.process);
    progress('Redis is up');
    return server;
  }

  async function startRabbitmq() {
    const url = given.RABBITMQ_URL;
    if (url) return { url, managementUrl: undefined, process: notOurs('RabbitMQ', 'RABBITMQ_URL') };
    const password = secrets.get('RABBITMQ_PASSWORD');
    const program = programOf(await programs, 'rabbitmq-server');
    const amqp = await port(5672, 'RabbitMQ');
    const management = await port(15_672, "RabbitMQ's management page");
    const [distribution, epmd] = [await port(), await port()];
    const server = rabbitmqServer({ ...place, program, ports: { amqp, management, distribution, epmd }, password });
    await running.start(server.process);
    progress('RabbitMQ is up');
    return server;
  }

  async function startMail() {
    if (given.SMTP_URL) return { smtpUrl: given.SMTP_URL, httpUrl: undefined, stop: async () => undefined };
    const smtpPort = await port(1025, 'mail (SMTP)');
    const httpPort = await port(8025, 'the mail page');
    return startMailCatcher({ dataDir: join(dataDir, 'mail'), host: '127.0.0.1', smtpPort, httpPort });
  }
}

function neededPrograms(given: GivenServers): ProgramName[] {
  return [...(given.REDIS_URL ? [] : ['redis-server' as const]), ...(given.RABBITMQ_URL ? [] : ['rabbitmq-server' as const])];
}

function programOf(programs: Map<ProgramName, string>, name: ProgramName): string {
  const path = programs.get(name);
  if (!path) throw new Error(`${name} was not looked for`);
  return path;
}

/** Without a usual port: any free one. */
function portChooser(ports: Ports, usualPorts: boolean): (usual?: number, purpose?: string) => Promise<number> {
  return (usual, purpose = '') => (usualPorts && usual !== undefined ? ports.usual(usual, purpose) : ports.free());
}

/** What has been started so far, so that a failure of one ends the others. */
function createRunning() {
  const processes: ServerProcess[] = [];
  const others: { stop(): Promise<void> }[] = [];
  return {
    async start(process: ServerProcess): Promise<void> {
      processes.push(process);
      await process.start();
    },
    add<Stoppable extends { stop(): Promise<void> }>(this: void, other: Stoppable): Stoppable {
      others.push(other);
      return other;
    },
    async stop(this: void): Promise<void> {
      await Promise.all([...processes, ...others].map((each) => each.stop()));
    },
    killNow(this: void): void {
      for (const process of processes) process.killNow();
    },
  };
}

function notOurs(title: string, variable: string): ServerProcess {
  const refuse = () => Promise.reject(new Error(`${title} was given by ${variable} and is not ours to stop or start`));
  return { start: refuse, stop: refuse, kill: refuse, killNow: () => undefined };
}
