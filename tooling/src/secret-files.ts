import { createHash, randomBytes } from 'node:crypto';
import { type ServiceName, serviceNames } from '@lyceum/contracts/services';
import { z } from 'zod';

const inVariable = (service: string) => service.toUpperCase().replaceAll('-', '_');

/** Random bytes of each secret that is made once. */
const made: Readonly<Record<string, number>> = {
  ADMIN_PASSWORD: 12,
  KEY_ENCRYPTION_SECRET: 32,
  GATEWAY_SECRET: 32,
  POSTGRES_PASSWORD: 24,
  ...Object.fromEntries(serviceNames.map((name) => [`DATABASE_PASSWORD_${inVariable(name)}`, 24])),
  ...Object.fromEntries(serviceNames.map((name) => [`SERVICE_SECRET_${inVariable(name)}`, 32])),
  REDIS_PASSWORD: 24,
  RABBITMQ_PASSWORD: 24,
  S3_ROOT_USER: 10,
  S3_ROOT_PASSWORD: 20,
  S3_ACCESS_KEY: 10,
  S3_SECRET_KEY: 20,
  GRAFANA_PASSWORD: 12,
};

/** Holds a password as soon as it names a real server. */
const given = { SMTP_URL: 'smtp://mailpit:1025' };

/** Name of a service → one hash or several. */
const earlierHashes = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** Secrets that are kept; the others are made of them at every run. */
export const keptSecrets: ReadonlySet<string> = new Set([...Object.keys(made), ...Object.keys(given)]);

/** The files of `secrets/`, name → content. What is known keeps its value. */
export function completeSecrets(known: ReadonlyMap<string, string>): Map<string, string> {
  const kept = new Map<string, string>([
    // Hexadecimal: part of URLs and of configuration files as it is.
    ...Object.entries(made).map(([name, size]) => [name, known.get(name) ?? randomBytes(size).toString('hex')] as const),
    ...Object.entries(given).map(([name, value]) => [name, known.get(name) ?? value] as const),
  ]);
  const inUrl = (name: string) => encodeURIComponent(kept.get(name) ?? '');
  const hash = (name: string) =>
    createHash('sha256')
      .update(kept.get(name) ?? '')
      .digest('hex');
  const earlier = earlierHashes.parse(JSON.parse(known.get('SERVICE_SECRETS_SHA256') ?? '{}'));
  /** Of a secret that was replaced since, the one before holds until the next run: its service has still to be restarted. */
  const toHashes = (name: ServiceName) => {
    const current = hash(`SERVICE_SECRET_${inVariable(name)}`);
    const before = [earlier[name] ?? []].flat();
    return before.includes(current) ? [current] : [current, ...before.slice(0, 1)];
  };
  return new Map([
    ...kept,
    ['DATABASE_OWNER_URL', `postgres://lyceum:${inUrl('POSTGRES_PASSWORD')}@postgres:5432/lyceum`],
    ...serviceNames.map((name) => {
      const role = `lyceum_${name.replaceAll('-', '_')}:${inUrl(`DATABASE_PASSWORD_${inVariable(name)}`)}`;
      return [`DATABASE_URL_${inVariable(name)}`, `postgres://${role}@postgres:5432/lyceum`] as const;
    }),
    ['REDIS_URL', `redis://default:${inUrl('REDIS_PASSWORD')}@redis:6379`],
    ['SERVICE_SECRETS_SHA256', JSON.stringify(Object.fromEntries(serviceNames.map((name) => [name, toHashes(name)])))],
    ['REDIS_USERS', `user default on #${hash('REDIS_PASSWORD')} ~* &* +@all`],
    ['RABBITMQ_URL', `amqp://lyceum:${inUrl('RABBITMQ_PASSWORD')}@rabbitmq:5672`],
    ['RABBITMQ_CONF', `default_user = lyceum\ndefault_pass = ${kept.get('RABBITMQ_PASSWORD')}`],
  ]);
}
