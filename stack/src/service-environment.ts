import { createHash } from 'node:crypto';
import type { Environment } from '@lyceum/common/config';
import { databaseNames } from '@lyceum/common/database';
import {
  contentPort as defaultContentPort,
  gatewayPort as defaultGatewayPort,
  type ServiceName,
  serviceNames,
  services,
} from '@lyceum/contracts/services';
import type { ChoosePort } from '@lyceum/dev-servers/processes/ports';
import type { Secrets } from '@lyceum/dev-servers/secrets';
import { passwordVariable, type StackConfig } from './config.ts';
import type { ServerAddresses } from './server-addresses.ts';

/** The first administrator: as the environment says, else our own with a password of this installation. */
export function demoAccount(given: Environment, secrets: Secrets): { email: string; password: string } {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = given;
  if (email && password) return { email, password };
  return { email: 'admin@lyceum.example', password: secrets.get('ADMIN_PASSWORD', 9) };
}

/** Password of each service's database role. */
export function databasePasswords(secrets: Secrets): Record<ServiceName, string> {
  const entries = serviceNames.map((name) => [name, secrets.get(passwordVariable(name))]);
  return Object.fromEntries(entries) as Record<ServiceName, string>; // one entry for each name of the registry
}

/** By which tokens knows each service. */
function serviceSecret(name: ServiceName, secrets: Secrets): string {
  return secrets.get(`SERVICE_SECRET_${name.toUpperCase().replaceAll('-', '_')}`, 32);
}

function secretHashes(secrets: Secrets): string {
  const hash = (name: ServiceName) => createHash('sha256').update(serviceSecret(name, secrets)).digest('hex');
  return JSON.stringify(Object.fromEntries(serviceNames.map((name) => [name, hash(name)])));
}

export interface GatewayAddress {
  readonly gatewayPort: number;
  /** What people type. */
  readonly publicUrl: string;
  readonly contentPort: number;
  /** The origin from which content made elsewhere is shown. */
  readonly contentUrl: string;
}

export interface Addresses extends GatewayAddress {
  readonly servicePorts: Readonly<Record<ServiceName, number>>;
}

interface EnvironmentParts {
  /** What the person who starts it says; it may tune anything that the stack does not decide. */
  readonly given: Environment;
  readonly addresses: Addresses;
  readonly backing: ServerAddresses;
  readonly secrets: Secrets;
}

/** The variables of one service in this process. */
export function serviceEnvironment(name: ServiceName, parts: EnvironmentParts): Environment {
  const { given, addresses, backing, secrets } = parts;
  const { objectStore, postgres, rabbitmq, mail } = backing;
  const demo = demoAccount(given, secrets);
  const database = new URL(postgres.ownerUrl);
  Object.assign(database, { username: databaseNames(name).role, password: databasePasswords(secrets)[name] });
  return {
    // Fourteen services share one server here.
    DATABASE_POOL_SIZE: '5',
    RABBITMQ_QUEUE_TYPE: 'classic',
    MAIL_FROM: 'Lyceum <no-reply@lyceum.example>',
    // Ollama and its like on the same machine.
    MODEL_PROVIDER_HOSTS: '127.0.0.0/8,::1',
    RECORD_STORE_HOSTS: '127.0.0.0/8,::1',
    KEY_ENCRYPTION_SECRET: secrets.get('KEY_ENCRYPTION_SECRET'),
    S3_PUBLIC_ENDPOINT: objectStore.endpoint,
    ...given,
    ...processEnvironment(parts),
    ADMIN_EMAIL: demo.email,
    ADMIN_PASSWORD: demo.password,
    SERVICE_SECRET: serviceSecret(name, secrets),
    SERVICE_SECRETS_SHA256: secretHashes(secrets),
    HOST: '127.0.0.1',
    PORT: String(addresses.servicePorts[name]),
    DATABASE_URL: database.href,
    RABBITMQ_URL: rabbitmq.url,
    SMTP_URL: mail.smtpUrl,
    S3_ENDPOINT: objectStore.endpoint,
    S3_REGION: objectStore.region,
    S3_BUCKET: objectStore.bucket,
    S3_ACCESS_KEY: objectStore.accessKey,
    S3_SECRET_KEY: objectStore.secretKey,
  };
}

export function gatewayEnvironment(parts: EnvironmentParts): Environment {
  return {
    HOST: '127.0.0.1',
    // A terminal waits for it.
    SHUTDOWN_GRACE_MS: '2000',
    ...parts.given,
    ...processEnvironment(parts),
    PORT: String(parts.addresses.gatewayPort),
    CONTENT_PORT: String(parts.addresses.contentPort),
  };
}

function processEnvironment({ addresses, backing, secrets }: EnvironmentParts): Environment {
  const urls = serviceNames.map((name) => [name, `http://127.0.0.1:${addresses.servicePorts[name]}`]);
  return {
    PUBLIC_URL: addresses.publicUrl,
    CONTENT_URL: addresses.contentUrl,
    REDIS_URL: backing.redis.url,
    GATEWAY_SECRET: secrets.get('GATEWAY_SECRET'),
    SERVICE_URLS: JSON.stringify(Object.fromEntries(urls)),
  };
}

/** The usual ports where they are free; PORT, PUBLIC_URL and their like for content are obeyed. */
export async function chooseGatewayAddress(choosePort: ChoosePort, given: StackConfig): Promise<GatewayAddress> {
  const gatewayPort = await choosePort(given.PORT || defaultGatewayPort, 'the API');
  const contentPort = await choosePort(given.CONTENT_PORT || defaultContentPort, 'content');
  return {
    gatewayPort,
    publicUrl: given.PUBLIC_URL ?? `http://localhost:${gatewayPort}`,
    contentPort,
    contentUrl: given.CONTENT_URL ?? `http://localhost:${contentPort}`,
  };
}

/** The usual ports where they are free. */
export async function chooseServicePorts(choosePort: ChoosePort): Promise<Addresses['servicePorts']> {
  const ports: [ServiceName, number][] = [];
  for (const name of serviceNames) ports.push([name, await choosePort(services[name].port, name)]);
  return Object.fromEntries(ports) as Record<ServiceName, number>; // one entry for each name of the registry
}
