import { createRedis, redisReady } from '@lyceum/common/redis';
import type { BackingServers } from '@lyceum/dev-servers/backing-servers';
import { Client } from 'pg';
import { benchLog, withServers } from './servers.ts';

/** Of what the figures depend on, by name. */
export function readVersions(): Promise<Record<string, string>> {
  return withServers(async ({ postgres, redis, rabbitmq }) => ({
    Node: process.versions.node,
    PostgreSQL: await postgresVersion(postgres.ownerUrl),
    Redis: await redisVersion(redis.url),
    RabbitMQ: await rabbitmqVersion(rabbitmq.managementUrl),
  }));
}

async function postgresVersion(ownerUrl: string): Promise<string> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ server_version: string }>('SHOW server_version');
  await owner.end();
  return rows[0]?.server_version ?? '';
}

async function redisVersion(url: string): Promise<string> {
  const redis = createRedis(url, benchLog);
  await redisReady(redis);
  const info = await redis.info('server');
  redis.disconnect();
  return /redis_version:(\S+)/.exec(info)?.[1] ?? '';
}

async function rabbitmqVersion(managementUrl: BackingServers['rabbitmq']['managementUrl']): Promise<string> {
  if (!managementUrl) return '';
  const { origin, username, password } = new URL(managementUrl);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const overview: unknown = await (await fetch(`${origin}/api/overview`, { headers: { authorization } })).json();
  return /"rabbitmq_version":"([^"]+)"/.exec(JSON.stringify(overview))?.[1] ?? '';
}
