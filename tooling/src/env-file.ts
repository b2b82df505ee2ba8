import { randomBytes } from 'node:crypto';
import { serviceNames } from '@lyceum/contracts/services';

/** What an operator decides; the values suit a try on one's own machine. */
const settings = {
  PUBLIC_URL: 'http://localhost:8000',
  S3_PUBLIC_ENDPOINT: 'http://localhost:9000',
  CORS_ORIGINS: '',
  ADMIN_EMAIL: 'admin@lyceum.example',
  SMTP_URL: 'smtp://mailpit:1025',
  MAIL_FROM: 'Lyceum <no-reply@lyceum.example>',
};

/** Random bytes of each secret. */
const secrets: Record<string, number> = {
  ADMIN_PASSWORD: 12,
  KEY_ENCRYPTION_SECRET: 32,
  GATEWAY_SECRET: 32,
  POSTGRES_PASSWORD: 24,
  ...Object.fromEntries(serviceNames.map((name) => [`DATABASE_PASSWORD_${name.toUpperCase().replaceAll('-', '_')}`, 24])),
  REDIS_PASSWORD: 24,
  RABBITMQ_PASSWORD: 24,
  S3_ACCESS_KEY: 10,
  S3_SECRET_KEY: 24,
  GRAFANA_PASSWORD: 12,
};

/**
 * The text of `.env` with everything docker-compose.yml reads. What stands there keeps its value; only absent variables are
 * added, so that an upgrade is the same command.
 */
export function completeEnv(before: string): { text: string; added: string[] } {
  const known = new Set(Array.from(before.matchAll(/^\s*(\w+)\s*=/gm), ([, name]) => name));
  const newSettings = Object.entries(settings).filter(([name]) => !known.has(name));
  const newSecrets = Object.entries(secrets).filter(([name]) => !known.has(name));
  const lines = [
    ...(newSettings.length > 0 ? ['# Yours to change; docs/operations.md says what they mean.'] : []),
    ...newSettings.map(([name, value]) => `${name}=${value}`),
    ...(newSecrets.length > 0 ? ['# Secrets of this installation: keep a copy elsewhere, never commit them.'] : []),
    // Hexadecimal: part of URLs and of command lines as it is.
    ...newSecrets.map(([name, size]) => `${name}=${randomBytes(size).toString('hex')}`),
  ];
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  return {
    text: before + gap + lines.map((line) => `${line}\n`).join(''),
    added: [...newSettings, ...newSecrets].map(([name]) => name),
  };
}
