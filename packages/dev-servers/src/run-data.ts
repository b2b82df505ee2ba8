import { createLogger } from '@lyceum/common/log';
import { createRedis, redisReady } from '@lyceum/common/redis';
import { Client, escapeIdentifier } from 'pg';
import type { KeptServers } from './kept-servers.ts';
import { isLocked } from './processes/data-dir-lock.ts';
import { dataDirOfRun } from './temporary-data-dir.ts';

/** Databases and virtual hosts are named after the run that made them: `test_<run><more>`, `lyceum_template_<run>`, `test-<run><more>`. */
const runIn = (name: string) => /^(?:test[_-]|lyceum_template_)([0-9a-f]{12})/.exec(name)?.[1];

/** Held, in the database `lyceum`, while runs are swept and while one makes its template. */
export const runLock = 7_305_130;

/** Deletes what runs have left on kept servers that have ended, killed ones among them; keys of Redis when no other run may have some. */
export async function sweepRunData({ ownerUrl, redisUrl, managementUrl }: KeptServers): Promise<void> {
  let othersRun = false;
  const isGone = async (name: string) => {
    const run = runIn(name);
    if (!run) return false;
    const isAlive = await isLocked(dataDirOfRun(run));
    othersRun ||= isAlive;
    return !isAlive;
  };
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query('SELECT pg_advisory_lock($1)', [runLock]);
    await sweepDatabases(owner, isGone);
    await sweepVirtualHosts(managementUrl, isGone);
    if (!othersRun) await flushRedis(redisUrl);
  } finally {
    await owner.end();
  }
}

type IsGone = (name: string) => Promise<boolean>;

async function sweepDatabases(owner: Client, isGone: IsGone): Promise<void> {
  const { rows } = await owner.query<{ name: string }>('SELECT datname AS name FROM pg_database');
  for (const { name } of rows) {
    if (await isGone(name)) await owner.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
  }
}

async function sweepVirtualHosts(managementUrl: string, isGone: IsGone): Promise<void> {
  const { username, password, origin } = new URL(managementUrl);
  const headers = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
  const response = await fetch(new URL('/api/vhosts', origin), { headers });
  const hosts = (await response.json()) as { name: string }[]; // says RabbitMQ's documentation of its management API
  for (const { name } of hosts) {
    if (await isGone(name)) await fetch(new URL(`/api/vhosts/${name}`, origin), { method: 'DELETE', headers });
  }
}

async function flushRedis(url: string): Promise<void> {
  const redis = createRedis(url, createLogger('kept-servers', 'silent'));
  try {
    await redisReady(redis);
    await redis.flushall();
  } finally {
    redis.disconnect();
  }
}
