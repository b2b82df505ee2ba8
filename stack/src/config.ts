import { contentConfig, type Environment, loadConfig, processConfig, webOrigins } from '@lyceum/common/config';
import { type ServiceName, serviceNames } from '@lyceum/contracts/services';
import { z } from 'zod';

/** For Jest: test files read where the servers are from their environment. */
export function exportToTests(variables: Record<string, string>): void {
  Object.assign(process.env, variables);
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

export const stackConfig = processConfig.pick({ LOG_LEVEL: true, PORT: true }).extend({
  /** By default the gateway's address on this machine. */
  PUBLIC_URL: processConfig.shape.PUBLIC_URL.optional(),
  CONTENT_PORT: processConfig.shape.PORT,
  /** Their pages may use the object store, too. */
  CORS_ORIGINS: webOrigins,
  /** By default the gateway's second address on this machine. */
  ...contentConfig.shape,
});
export type StackConfig = z.output<typeof stackConfig>;

/** What the stack itself obeys; services and gateway check the rest. Throws `ConfigError`. */
export function readStackConfig(environment: Environment): StackConfig {
  return loadConfig(stackConfig, environment);
}

/** What the person who starts the stack says. */
export const startEnvironment = process.env;
