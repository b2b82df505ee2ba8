import { existsSync } from 'node:fs';
import { createLogger } from '@lyceum/common/log';
import { createRedis, redisReady } from '@lyceum/common/redis';
import { Client } from 'pg';
import { startJestServers } from './jest-servers.ts';
import { findKeptServers, type KeptServers, keepServers } from './kept-servers.ts';
import { AlreadyLocked } from './processes/data-dir-lock.ts';
import { findProcesses } from './processes/processes-of.ts';
import { sweepRunData } from './run-data.ts';
import { temporaryDataDir } from './temporary-data-dir.ts';

const dataDir = temporaryDataDir();
let servers: Awaited<ReturnType<typeof keepServers>>;
let kept: KeptServers;
beforeAll(async () => {
  servers = await keepServers(() => undefined, dataDir);
  kept = (await findKeptServers(dataDir)) as KeptServers; // they run;
}, 120_000);
afterAll(() => servers.stop(), 30_000);

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: kept.ownerUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function redis(...[command, ...args]: [string, ...string[]]): Promise<unknown> {
  const client = createRedis(kept.redisUrl, createLogger('test', 'silent'));
  try {
    await redisReady(client);
    return await client.call(command, ...args);
  } finally {
    client.disconnect();
  }
}

/** The names on the servers of all that runs have made. */
async function runData(): Promise<string[]> {
  const { username, password, origin } = new URL(kept.managementUrl);
  const headers = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
  const hosts = (await (await fetch(new URL('/api/vhosts', origin), { headers })).json()) as { name: string }[]; // says its documentation
  const databases = await query("SELECT datname AS name FROM pg_database WHERE datname ~ '^(test|lyceum_template)_'");
  return [...hosts, ...databases].map(({ name }) => String(name)).filter((name) => /^(test|lyceum_template)[_-]/.test(name));
}

async function makeVirtualHost(name: string): Promise<void> {
  const { username, password, origin } = new URL(kept.managementUrl);
  const headers = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
  await fetch(new URL(`/api/vhosts/${name}`, origin), { method: 'PUT', headers });
}

/** A run that has made its template. */
const startRun = () =>
  startJestServers(
    async ({ run }) => void (await query(`CREATE DATABASE lyceum_template_${run}`)),
    async () => kept,
  );

it('are used by runs, whose object stores and mail catchers are their own', async () => {
  const first = await startRun();
  const second = await startRun();
  try {
    expect([first.areKept, first.rolePassword]).toEqual([true, second.rolePassword]);
    for (const { backing } of [first, second]) {
      expect(backing.postgres.ownerUrl).toBe(kept.ownerUrl);
      expect(backing.redis.url).toBe(kept.redisUrl);
      expect(backing.rabbitmq).toEqual({ url: kept.rabbitmqUrl, managementUrl: kept.managementUrl });
    }
    expect(first.backing.objectStore.endpoint).not.toBe(second.backing.objectStore.endpoint);
    expect(first.backing.mail.smtpUrl).not.toBe(second.backing.mail.smtpUrl);
  } finally {
    await Promise.all([first.stop(), second.stop()]);
  }
});

it('keep what another run has made when one ends, and nothing when the last has ended', async () => {
  const first = await startRun();
  const second = await startRun();
  await makeVirtualHost(`test-${second.run}0123456789ab`);
  await redis('SET', 'of-second', '1');
  await first.stop();
  expect((await runData()).toSorted()).toEqual([`lyceum_template_${second.run}`, `test-${second.run}0123456789ab`]);
  expect(await redis('GET', 'of-second')).toBe('1');
  await second.stop();
  expect(await runData()).toEqual([]);
  expect(await redis('DBSIZE')).toBe(0);
});

it('lose what a killed run has left when the next one starts', async () => {
  await query('CREATE DATABASE test_0123456789abcdef0123');
  await query('CREATE DATABASE of_somebody_else');
  await sweepRunData(kept);
  expect(await runData()).toEqual([]);
  expect(await query("SELECT datname FROM pg_database WHERE datname = 'of_somebody_else'")).toHaveLength(1);
});

it('run once for a clone, and end without a trace', async () => {
  await expect(keepServers(() => undefined, dataDir)).rejects.toThrow(AlreadyLocked);
  const elsewhere = temporaryDataDir();
  expect(await findKeptServers(elsewhere)).toBeUndefined();
  const others = await keepServers(() => undefined, elsewhere);
  expect(await findKeptServers(elsewhere)).toBeDefined();
  await others.stop();
  expect(await findKeptServers(elsewhere)).toBeUndefined();
  expect([existsSync(elsewhere), findProcesses(elsewhere)]).toEqual([false, []]);
}, 120_000);
