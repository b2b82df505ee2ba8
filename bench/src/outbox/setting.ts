import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Environment } from '@lyceum/common/config';
import { type Database, databaseNames } from '@lyceum/common/database';
import { connectDatabase } from '@lyceum/common/run/connect-database';
import type { BackingServers } from '@lyceum/dev-servers/backing-servers';
import { Client } from 'pg';
import { end, firstMessage } from '../child-process.ts';
import { processTree } from '../processes.ts';
import { migrateServices, withServers } from '../servers.ts';
import type { LoadRequest } from './load.ts';
import { receiver, sender } from './services.ts';

/** Names of the processes. */
const servers = { PostgreSQL: 'postgres', RabbitMQ: 'beam.smp', Redis: 'redis-server' };

/** Two services on the servers of a local stack. */
export interface Setting {
  readonly owner: Client;
  /** The sender's, for what is committed while it stands still. */
  readonly database: Database;
  start(): Promise<RunningPair>;
}

export interface RunningPair {
  /** Processor time spent until now, by who spent it. */
  cpuMs(): Record<string, number>;
  /** The sender's process makes this load, as requests would; resolves when all is committed. */
  load(request: LoadRequest): Promise<void>;
  /** The sender sends nothing until it is let go on. */
  holdSender(): void;
  releaseSender(): void;
  stop(): Promise<void>;
}

export function withSetting<Result>(clients: number, run: (setting: Setting) => Promise<Result>): Promise<Result> {
  return withServers(async (backing) => {
    const { ownerUrl } = backing.postgres;
    await trackCommits(backing);
    const toUrl = await migrateServices(ownerUrl, [sender, receiver]);
    const environment = {
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
      PUBLIC_URL: 'http://lyceum.example',
      GATEWAY_SECRET: randomBytes(32).toString('hex'),
      SERVICE_SECRET: randomBytes(32).toString('hex'),
      REDIS_URL: backing.redis.url,
      RABBITMQ_URL: backing.rabbitmq.url,
      RABBITMQ_QUEUE_TYPE: 'classic',
    };
    const owner = new Client({ connectionString: ownerUrl });
    await owner.connect();
    const { schema } = databaseNames(sender.name);
    const database = await connectDatabase({ url: toUrl(sender), schema, entities: [], poolSize: clients });
    const start = (service: typeof sender) => startProcess(service.name, { ...environment, DATABASE_URL: toUrl(service) });
    try {
      return await run({
        owner,
        database,
        async start() {
          // The receiver is first: it declares the queue without which events go nowhere.
          const pair = { receiver: await start(receiver), sender: await start(sender) };
          return {
            cpuMs: () => getCpu(pair),
            async load(request) {
              const done = once(pair.sender, 'message');
              pair.sender.send(request);
              await done;
            },
            holdSender: () => void pair.sender.kill('SIGSTOP'),
            releaseSender: () => void pair.sender.kill('SIGCONT'),
            async stop() {
              await Promise.all([end(pair.receiver), end(pair.sender)]);
            },
          };
        },
      });
    } finally {
      await database.stop();
      await owner.end();
    }
  });
}

/** Lets PostgreSQL tell when a row was committed. */
async function trackCommits({ postgres, servers: { postgres: server } }: BackingServers): Promise<void> {
  const owner = new Client({ connectionString: postgres.ownerUrl });
  await owner.connect();
  await owner.query('ALTER SYSTEM SET track_commit_timestamp = on');
  await owner.end();
  await server.stop();
  await server.start();
}

function getCpu(pair: Record<'sender' | 'receiver', ChildProcess>): Record<string, number> {
  const all = processTree(process.pid);
  const spent = (is: (found: (typeof all)[number]) => boolean) => all.filter(is).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  return {
    'sender, with the load': spent(({ pid }) => pid === pair.sender.pid),
    receiver: spent(({ pid }) => pid === pair.receiver.pid),
    ...Object.fromEntries(Object.entries(servers).map(([title, server]) => [title, spent(({ name }) => name === server)])),
  };
}

async function startProcess(name: string, env: Environment): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('./service-process.ts', import.meta.url)), [name], { env });
  await firstMessage(name, child);
  return child;
}
