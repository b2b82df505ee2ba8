import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GivenServers } from './config.ts';
import { keepUp } from './processes/keep-up.ts';
import type { ChoosePort } from './processes/ports.ts';
import { openProcessRecords } from './processes/process-records.ts';
import type { ServerProcess } from './processes/server-process.ts';
import { ensurePrograms, type ProgramName } from './programs/ensure-programs.ts';
import type { Progress } from './progress.ts';
import type { Secrets } from './secrets.ts';
import { endLeftovers } from './servers/end-leftovers.ts';
import { postgresServer } from './servers/postgres.ts';
import { rabbitmqServer } from './servers/rabbitmq.ts';
import { redisServer } from './servers/redis.ts';

export interface ServerProcessesOptions {
  /** Holds the data of all servers and their logs. The caller has locked it. */
  dataDir: string;
  secrets: Secrets;
  choosePort: ChoosePort;
  progress: Progress;
  /** Nothing is synced to disk: for data that need not outlive the run. */
  throwaway: boolean;
  given: GivenServers;
  /** Runs as soon as PostgreSQL answers, while slower servers still start. */
  afterPostgres?: (ownerUrl: string) => Promise<void>;
}

/** The servers that are processes of their own. */
export interface ServerProcesses {
  /** The owner's database `lyceum`. */
  readonly postgres: { readonly ownerUrl: string };
  readonly redis: { readonly url: string };
  readonly rabbitmq: { readonly url: string; readonly managementUrl: string | undefined };
  /** For tests of failures: each keeps its port and its data, and is started again when it ends by itself. Those that were given cannot be stopped from here. */
  readonly servers: Readonly<Record<'postgres' | 'redis' | 'rabbitmq', ServerProcess>>;
  stop(): Promise<void>;
}

/** Starts PostgreSQL, Redis and RabbitMQ at once. Throws `StartFailure` after ending those that did start. */
export async function startServerProcesses(options: ServerProcessesOptions): Promise<ServerProcesses> {
  const { dataDir, secrets, choosePort, progress, throwaway, given } = options;
  const logDir = join(dataDir, 'logs');
  mkdirSync(logDir, { recursive: true, mode: 0o700 });
  const records = openProcessRecords(join(dataDir, 'run'));
  const stale = await endLeftovers(dataDir);
  if (stale.length > 0) progress(`Ended what a killed run left behind: ${stale.join(', ')}`);

  const programs = ensurePrograms(neededPrograms(given), progress);
  const place = { dataDir, logDir, records };
  const running: ServerProcess[] = [];
  const stop = async () => {
    await Promise.all(running.map((server) => server.stop()));
  };

  const starts = {
    postgres: startPostgres().then(async (postgres) => {
      await options.afterPostgres?.(postgres.ownerUrl);
      return postgres;
    }),
    redis: startRedis(),
    rabbitmq: startRabbitmq(),
  };
  await Promise.allSettled([programs, ...Object.values(starts)]);
  try {
    const [postgres, redis, rabbitmq] = await Promise.all([starts.postgres, starts.redis, starts.rabbitmq]);
    const servers = { postgres: postgres.process, redis: redis.process, rabbitmq: rabbitmq.process };
    return { postgres, redis, rabbitmq, servers, stop };
  } catch (error) {
    await stop();
    throw error;
  }

  async function start(server: ServerProcess): Promise<ServerProcess> {
    const process = keepUp(server, progress);
    running.push(process);
    await process.start();
    return process;
  }

  async function startPostgres() {
    const ownerUrl = given.DATABASE_OWNER_URL;
    if (ownerUrl) return { ownerUrl, process: notOurs('PostgreSQL', 'DATABASE_OWNER_URL') };
    const password = secrets.get('POSTGRES_PASSWORD');
    const server = await postgresServer({ ...place, port: await choosePort(5432, 'PostgreSQL'), password, throwaway, progress });
    const process = await start(server.process);
    progress('PostgreSQL is up');
    return { ...server, process };
  }

  async function startRedis() {
    const url = given.REDIS_URL;
    if (url) return { url, process: notOurs('Redis', 'REDIS_URL') };
    const password = secrets.get('REDIS_PASSWORD');
    const program = getProgram(await programs, 'redis-server');
    const server = redisServer({ ...place, program, port: await choosePort(6379, 'Redis'), password });
    const process = await start(server.process);
    progress('Redis is up');
    return { ...server, process };
  }

  async function startRabbitmq() {
    const url = given.RABBITMQ_URL;
    if (url) return { url, managementUrl: undefined, process: notOurs('RabbitMQ', 'RABBITMQ_URL') };
    const password = secrets.get('RABBITMQ_PASSWORD');
    const program = getProgram(await programs, 'rabbitmq-server');
    const amqp = await choosePort(5672, 'RabbitMQ');
    const management = await choosePort(15_672, "RabbitMQ's management page");
    const [distribution, epmd] = [await choosePort(), await choosePort()];
    const server = rabbitmqServer({ ...place, program, ports: { amqp, management, distribution, epmd }, password });
    const process = await start(server.process);
    progress('RabbitMQ is up');
    return { ...server, process };
  }
}

function neededPrograms(given: GivenServers): ProgramName[] {
  return [
    ...(given.REDIS_URL ? [] : (['redis-server'] as const)),
    ...(given.RABBITMQ_URL ? [] : (['rabbitmq-server'] as const)),
    // No servers, but what the services of this machine run.
    ...(['ffmpeg', 'ffprobe'] as const),
  ];
}

function getProgram(programs: Map<ProgramName, string>, name: ProgramName): string {
  const path = programs.get(name);
  if (!path) throw new Error(`${name} was not looked for`);
  return path;
}

function notOurs(title: string, variable: string): ServerProcess {
  const refuse = () => Promise.reject(new Error(`${title} was given by ${variable} and is not ours to stop or start`));
  return { start: refuse, stop: refuse, kill: refuse, onCrash: () => undefined };
}
