import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@lyceum/common/log';
import { createRedis, redisReady } from '@lyceum/common/redis';
import { connectBus } from '@lyceum/common/run/bus';
import { Client } from 'pg';
import { z } from 'zod';
import { type BackingServers, startBackingServers } from './backing-servers.ts';
import { type GivenServers, readGivenServers } from './config.ts';
import { lockDataDir } from './processes/data-dir-lock.ts';
import { createPortChooser } from './processes/ports.ts';
import { findProcesses } from './processes/processes-of.ts';
import { waitUntil } from './processes/wait-until.ts';
import { openSecrets } from './secrets.ts';
import { temporaryDataDir } from './temporary-data-dir.ts';

const log = createLogger('test', 'silent');
const progress: string[] = [];

/** With the lock on the folder, so that other test runs do not take it for one that a killed run left. */
async function start(dataDir: string, given: GivenServers = readGivenServers({})): Promise<BackingServers> {
  const lock = await lockDataDir(dataDir);
  try {
    const backing = await startBackingServers({
      dataDir,
      secrets: openSecrets(join(dataDir, 'secrets.json')),
      choosePort: createPortChooser('free', () => undefined),
      progress: (line) => progress.push(line),
      given,
    });
    return { ...backing, stop: () => backing.stop().then(() => lock.release()) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function withRedis<Result>(url: string, use: (redis: ReturnType<typeof createRedis>) => Promise<Result>): Promise<Result> {
  const redis = createRedis(url, log);
  try {
    await redisReady(redis);
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

async function withBus<Result>(
  url: string,
  use: (bus: Awaited<ReturnType<typeof connectBus>>) => Promise<Result>,
): Promise<Result> {
  const bus = await connectBus({ url, service: 'keeper', queueType: 'classic', events: ['kept.thing-happened.v1'], log });
  try {
    return await use(bus);
  } finally {
    await bus.stop();
  }
}

/** Of the server itself, as it is recorded while it runs. */
function getPid(dataDir: string, name: string): number {
  return z.object({ pid: z.int() }).parse(JSON.parse(readFileSync(join(dataDir, 'run', `${name}.pid`), 'utf8'))).pid;
}

/** Killed processes take a moment to go. */
async function expectNoProcess(dataDir: string): Promise<void> {
  await waitUntil(() => findProcesses(dataDir).length === 0, 5_000);
  expect(findProcesses(dataDir)).toEqual([]);
}

describe('servers of a run', () => {
  const dataDir = temporaryDataDir();
  let backing: BackingServers;
  beforeAll(async () => {
    backing = await start(dataDir);
  }, 60_000);
  afterAll(async () => {
    await backing.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('keep PostgreSQL rows and its port over a stop and over kill -9', async () => {
    const { ownerUrl } = backing.postgres;
    const { postgres } = backing.servers;
    await query(ownerUrl, 'CREATE TABLE kept (n int)');
    await query(ownerUrl, 'INSERT INTO kept VALUES (1)');
    await postgres.stop();
    await expect(query(ownerUrl, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
    await postgres.start();
    await query(ownerUrl, 'INSERT INTO kept VALUES (2)');
    await postgres.kill();
    await postgres.start();
    expect(await query(ownerUrl, 'SELECT n FROM kept ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('let PostgreSQL start although its pid file names another living process', async () => {
    const { postgres } = backing.servers;
    const pidFile = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
    const content = readFileSync(pidFile, 'utf8');
    await postgres.kill();
    writeFileSync(pidFile, content.replace(/^\d+/, String(process.pid)));
    await postgres.start();
    expect(await query(backing.postgres.ownerUrl, 'SELECT 1 AS up')).toEqual([{ up: 1 }]);
  });

  it('keep Redis keys and its port over a stop and over kill -9', async () => {
    const { url } = backing.redis;
    const { redis } = backing.servers;
    await withRedis(url, (client) => client.set('a', '1'));
    await redis.stop();
    await redis.start();
    await withRedis(url, (client) => client.set('b', '2'));
    await redis.kill();
    await redis.start();
    expect(await withRedis(url, (client) => client.mget('a', 'b'))).toEqual(['1', '2']);
  });

  it('keep confirmed RabbitMQ messages and its port over a stop and over kill -9', async () => {
    const { url } = backing.rabbitmq;
    const { rabbitmq } = backing.servers;
    const publish = (ids: string[]) =>
      withBus(url, (bus) =>
        bus.publish(ids.map((id) => ({ id, name: 'kept.thing-happened.v1', payload: {}, space: 'main', requestId: id }))),
      );
    await publish(['1', '2', '3']);
    await rabbitmq.stop();
    await rabbitmq.start();
    await publish(['4', '5']);
    await rabbitmq.kill();
    await rabbitmq.start();
    expect(await withBus(url, (bus) => bus.depth())).toMatchObject({ waiting: 5 });
  }, 90_000);

  it.each([
    ['postgres', 'PostgreSQL', () => query(backing.postgres.ownerUrl, 'SELECT 1')],
    ['redis', 'Redis', () => withRedis(backing.redis.url, (client) => client.ping())],
    ['rabbitmq', 'RabbitMQ', () => withBus(backing.rabbitmq.url, (bus) => bus.depth())],
  ] as const)(
    'start %s again after a kill -9 from outside, and say so',
    async (name, title, use) => {
      progress.length = 0;
      process.kill(getPid(dataDir, name), 'SIGKILL');
      await waitUntil(() => progress.length === 2, 60_000);
      const log = join(dataDir, 'logs', `${name}.log`);
      expect(progress).toEqual([
        `${title} has ended by itself (signal SIGKILL). It is being started again; its log is ${log}`,
        `${title} is up again`,
      ]);
      await expect(use()).resolves.toBeDefined();
    },
    90_000,
  );

  it('listen on loopback only and ask for a password', async () => {
    const anonymous = new URL(backing.postgres.ownerUrl);
    anonymous.password = 'guess';
    await expect(query(anonymous.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    const ports = [backing.postgres.ownerUrl, backing.redis.url, backing.rabbitmq.url].map((url) => new URL(url).port);
    const listening = readFileSync('/proc/net/tcp', 'latin1')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/)[1] ?? '');
    const addresses = ports.flatMap((port) =>
      listening
        .filter((local) => Number.parseInt(local.split(':')[1] ?? '', 16) === Number(port))
        .map((local) => local.split(':')[0]),
    );
    expect(new Set(addresses)).toEqual(new Set(['0100007F']));
  });

  it('say nothing of an end they were told', async () => {
    progress.length = 0;
    await backing.servers.redis.kill();
    await backing.servers.redis.start();
    await backing.servers.redis.stop();
    await backing.servers.redis.start();
    expect(progress).toEqual([]);
  });

  it('stay down when they end again and again, and say what to do', async () => {
    progress.length = 0;
    for (let reported = 0; !progress.at(-1)?.includes('stays down'); reported = progress.length) {
      process.kill(getPid(dataDir, 'redis'), 'SIGKILL');
      await waitUntil(() => /up again|stays down/.test(progress.slice(reported).join()), 30_000);
    }
    expect(progress.at(-1)).toBe(
      `Redis has ended by itself (signal SIGKILL). It stays down after 3 restarts in ten minutes: read its log ${join(dataDir, 'logs', 'redis.log')}. Then stop Lyceum with Ctrl-C and start it again.`,
    );
    expect(existsSync(join(dataDir, 'run', 'redis.pid'))).toBe(false);
  });

  it('leave no process behind when they stop, not even in the middle of a restart', async () => {
    progress.length = 0;
    process.kill(getPid(dataDir, 'rabbitmq'), 'SIGKILL');
    await waitUntil(() => progress.length === 1, 5_000);
    expect(findProcesses(dataDir)).not.toEqual([]);
    await backing.stop();
    await expectNoProcess(dataDir);
    expect(progress).toHaveLength(1);
  });
});

it('start again after kill -9 of the starter, with the same data and without its processes', async () => {
  // Nobody holds the lock after the kill: other test runs must not find the folder by its name.
  const dataDir = mkdtempSync(join(tmpdir(), 'lyceum-killed-'));
  const holder = spawn(process.execPath, [join(import.meta.dirname, '../test/hold-servers.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  const secret = readFileSync(join(dataDir, 'secrets.json'), 'utf8');
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(findProcesses(dataDir)).toEqual(expect.arrayContaining(['postgres', 'redis-server', 'beam.smp', 'epmd']));

  progress.length = 0;
  const backing = await start(dataDir);
  expect(progress[0]).toMatch(/^Ended what a killed run left behind: (?=.*postgres)(?=.*redis)(?=.*rabbitmq)/);
  expect(findProcesses(dataDir).filter((name) => name === 'beam.smp' || name === 'epmd')).toHaveLength(2);
  expect(readFileSync(join(dataDir, 'secrets.json'), 'utf8')).toBe(secret);
  await backing.stop();
  await expectNoProcess(dataDir);
  rmSync(dataDir, { recursive: true });
}, 90_000);

it('start in a folder whose name a shell, a URL or a pattern would read otherwise', async () => {
  // No name that another run would sweep: it looks for a lock of the outermost folder.
  const place = mkdtempSync(join(tmpdir(), 'lyceum-names-'));
  const dataDir = join(place, ` Стол "a" 'b' %20 #1 ?x=1 $HOME \`id\` [x] {a,b} \\ ; &`, 'д'.repeat(100), 'л'.repeat(100));
  const backing = await start(dataDir);
  expect(await query(backing.postgres.ownerUrl, 'SELECT 1 AS up')).toEqual([{ up: 1 }]);
  await withRedis(backing.redis.url, (client) => client.set('a', '1'));
  expect(await withBus(backing.rabbitmq.url, (bus) => bus.depth())).toMatchObject({ waiting: 0 });
  expect(readdirSync(join(dataDir, 'redis'))).toContain('appendonlydir');
  // Among others that it cannot tell how full the disk is.
  expect(readFileSync(join(dataDir, 'logs', 'rabbitmq.log'), 'utf8')).not.toContain('[error]');
  await backing.stop();
  await expectNoProcess(dataDir);
  rmSync(place, { recursive: true });
}, 60_000);

it('says in one sentence that the data is damaged, and ends the servers that did start', async () => {
  const dataDir = temporaryDataDir();
  const given = readGivenServers({ RABBITMQ_URL: 'amqp://127.0.0.1:1' });
  const first = await start(dataDir, given);
  await first.stop();
  writeFileSync(join(dataDir, 'postgres', 'cluster', 'global', 'pg_control'), '');
  await expect(start(dataDir, given)).rejects.toThrow(/^PostgreSQL ended while starting.*pg_control/);
  await expectNoProcess(dataDir);
  rmSync(dataDir, { recursive: true });
});

it('says in one sentence that the secrets do not fit the data', async () => {
  const dataDir = temporaryDataDir();
  const given = readGivenServers({ RABBITMQ_URL: 'amqp://127.0.0.1:1', REDIS_URL: 'redis://127.0.0.1:1' });
  const first = await start(dataDir, given);
  await first.stop();
  rmSync(join(dataDir, 'secrets.json'));
  await expect(start(dataDir, given)).rejects.toThrow(/^The password in .data\/secrets.json is not the one of the database/);
  await expectNoProcess(dataDir);
  rmSync(dataDir, { recursive: true });
});

it('uses servers that are given and starts none for them', async () => {
  const dataDir = temporaryDataDir();
  const given = readGivenServers({
    DATABASE_OWNER_URL: 'postgres://owner@db.example/lyceum',
    REDIS_URL: 'redis://cache.example',
    RABBITMQ_URL: 'amqp://broker.example',
    SMTP_URL: 'smtp://mail.example',
    S3_ENDPOINT: 'https://s3.example',
    S3_ACCESS_KEY: 'key',
    S3_SECRET_KEY: 'secret',
  });
  const backing = await start(dataDir, given);
  expect(backing).toMatchObject({
    postgres: { ownerUrl: given.DATABASE_OWNER_URL },
    redis: { url: given.REDIS_URL },
    rabbitmq: { url: given.RABBITMQ_URL, managementUrl: undefined },
    mail: { smtpUrl: given.SMTP_URL, httpUrl: undefined },
    objectStore: { endpoint: given.S3_ENDPOINT, accessKey: 'key', secretKey: 'secret', bucket: 'lyceum' },
  });
  await expect(backing.servers.postgres.kill()).rejects.toThrow('was given by DATABASE_OWNER_URL');
  await backing.stop();
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  rmSync(dataDir, { recursive: true });
});

it('asks for the keys of a given object store', async () => {
  const dataDir = temporaryDataDir();
  const given = readGivenServers({
    REDIS_URL: 'redis://a',
    RABBITMQ_URL: 'amqp://a',
    DATABASE_OWNER_URL: 'postgres://a/a',
    S3_ENDPOINT: 'https://s3.example',
  });
  await expect(start(dataDir, given)).rejects.toThrow('S3_ENDPOINT is set, so S3_ACCESS_KEY and S3_SECRET_KEY must be too.');
  rmSync(dataDir, { recursive: true });
});
