import { readFileSync } from 'node:fs';
import { type ServiceName, serviceNames, services } from '@lyceum/contracts/services';
import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that is wrong with the configuration, by variable and never with its value. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * Reads the variables a schema names. `NAME_FILE` holds the path of a file with the value of `NAME`, as Docker secrets are
 * mounted; an empty value counts as absent. Throws `ConfigError`.
 */
export function loadConfig<Schema extends z.ZodObject>(schema: Schema, env: Environment): z.output<Schema> {
  const values = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, readVariable(name, env)]));
  const result = schema.safeParse(values);
  if (result.success) return result.data;
  const lines = new Set(result.error.issues.map(describe));
  throw new ConfigError(`The configuration is not complete:\n${[...lines].join('\n')}`);
}

/** Of the path only the variable, and no name of a key: what follows is part of the value, which may be a secret. */
function describe({ path: [variable], code, message }: z.core.$ZodIssue): string {
  return `  ${String(variable)}: ${code === 'unrecognized_keys' ? 'holds a key that is not known' : message}`;
}

function readVariable(name: string, env: Environment): string | undefined {
  const file = env[`${name}_FILE`];
  if (!file) return env[name] || undefined;
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    throw new ConfigError(`The configuration is not complete:\n  ${name}_FILE: there is no readable file at this path`);
  }
}

const url = (protocol: RegExp) => z.url({ protocol });

/** A variable whose value is JSON; what it must hold is said by a `pipe`. */
export const jsonVariable = z.string().transform((value, context): unknown => {
  try {
    return JSON.parse(value);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' });
    return z.NEVER;
  }
});

/** Base address of each service; by default the name Compose gives its container. */
const serviceUrls = jsonVariable
  .prefault('{}')
  .pipe(z.partialRecord(z.enum(serviceNames), z.url()))
  .transform((given): ServiceUrls => {
    const entries = serviceNames.map((name) => [name, given[name] ?? `http://${name}:${services[name].port}`]);
    return Object.fromEntries(entries) as ServiceUrls; // one entry for each name of the registry
  });
export type ServiceUrls = Readonly<Record<ServiceName, string>>;

/** Variables of every process that answers HTTP. */
export const processConfig = z.object({
  HOST: z.string().default('0.0.0.0'),
  PORT: z.coerce.number().int().min(0).max(65535).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** What people type to reach the platform; also the issuer of access tokens. */
  PUBLIC_URL: url(/^https?$/).transform((value) => value.replace(/\/+$/, '')),
  REDIS_URL: url(/^rediss?$/),
  /** First part of every Redis key, so that installations can share a server. */
  REDIS_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default('lyceum'),
  SERVICE_URLS: serviceUrls,
  /** Shared by the gateway and the services: tells the gateway from everybody else who reaches a service. */
  GATEWAY_SECRET: z.string().min(32),
});

/** Origins of web clients on other hosts: `https://a.example, https://b.example`. */
export const webOrigins = z
  .string()
  .default('')
  .transform((value) => value.split(',').flatMap((part) => part.trim() || []))
  .pipe(z.array(url(/^https?$/).transform((value) => new URL(value).origin)));

/** Of whoever offers or answers content made elsewhere (record 0032). */
export const contentConfig = z.object({
  /** The origin of the content address as browsers type it, such as `https://content.school.example`; without it there is none. */
  CONTENT_URL: url(/^https?$/)
    .refine((value) => /^[^/?#]+\/\/[^/?#@]+\/?$/.test(value), 'must be an origin: no path, no query')
    .transform((value) => new URL(value).origin)
    .optional(),
});

/** Variables of every service. */
export const serviceConfig = processConfig.extend({
  /** Connects as the service's own role, which owns no table. */
  DATABASE_URL: url(/^postgres(ql)?$/),
  /** By which tokens knows the service (OAuth 2.0 client credentials); tokens has only its hash. */
  SERVICE_SECRET: z.string().min(32),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(100).default(10),
  RABBITMQ_URL: url(/^amqps?$/),
  RABBITMQ_QUEUE_TYPE: z.enum(['classic', 'quorum']).default('quorum'),
  /** Which jobs this process runs: a worker beside a service runs the heavy ones, and the service the light ones. */
  JOBS: z.enum(['all', 'light', 'heavy']).default('all'),
});
export type ServiceConfig = z.output<typeof serviceConfig>;
