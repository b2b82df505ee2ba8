import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { createLogger } from '@lyceum/common/log';
import { type RunningService, startService } from '@lyceum/common/run/start-service';
import { testServers } from '@lyceum/testing/config';
import { testIssuer } from '@lyceum/testing/keys';
import { createTestService, gatewaySecret } from '@lyceum/testing/service';
import { tokens } from '../src/service.ts';

export const keyEncryptionSecret = randomBytes(32).toString('hex');
/** Of program-generation, the only service that these tokens know. */
export const serviceSecret = randomBytes(32).toString('hex');
/** Takes the place of the other one; while that happens both hold. */
export const nextServiceSecret = randomBytes(32).toString('hex');

// The service verifies tokens by its own published keys, so it must know its address before it listens.
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const SERVICE_URLS = JSON.stringify({ tokens: url });

/** Trusts the tokens it issues itself: tests sign in for real. */
export const service = createTestService(tokens, {
  PORT: String(port),
  SERVICE_URLS,
  KEY_ENCRYPTION_SECRET: keyEncryptionSecret,
  SERVICE_SECRETS_SHA256: JSON.stringify({
    'program-generation': [serviceSecret, nextServiceSecret].map((secret) => createHash('sha256').update(secret).digest('hex')),
  }),
});

const replicas: RunningService[] = [];

afterEach(async () => {
  await Promise.all(replicas.splice(0).map((replica) => replica.stop()));
});

/** One more process of the same installation until the test ends: the same database, Redis and keys. */
export async function startReplica(
  env: Readonly<Record<string, string>> = {},
  log = createLogger('tokens', 'silent'),
): Promise<RunningService> {
  const servers = testServers();
  const replica = await startService(
    tokens,
    {
      HOST: '127.0.0.1',
      PORT: '0',
      PUBLIC_URL: testIssuer,
      GATEWAY_SECRET: gatewaySecret,
      SERVICE_SECRET: serviceSecret,
      DATABASE_URL: service.testDatabase.urlFor('tokens'),
      REDIS_URL: servers.TEST_REDIS_URL,
      REDIS_PREFIX: redisPrefix(),
      RABBITMQ_URL: servers.TEST_RABBITMQ_URL,
      SERVICE_URLS,
      KEY_ENCRYPTION_SECRET: keyEncryptionSecret,
      ...env,
    },
    { clock: service.clock, transports: false, log },
  );
  replicas.push(replica);
  return replica;
}

export function redisPrefix(): string {
  return service.testDatabase.name.replace('_', '-');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address === 'object' && address) return address.port;
  throw new Error('no free port');
}
