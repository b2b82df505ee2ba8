import { randomBytes } from 'node:crypto';
import type { ServiceUrls } from '@lyceum/common/config';
import { createLogger } from '@lyceum/common/log';
import { type RunningService, startService } from '@lyceum/common/run/start-service';
import { createServiceClient } from '@lyceum/common/service-client';
import { createRemoteModels } from '@lyceum/llm/remote-models';
import type { Models } from '@lyceum/llm/task-models';
import { testServers } from '@lyceum/testing/config';
import { testIssuer } from '@lyceum/testing/keys';
import { createTestService, gatewaySecret } from '@lyceum/testing/service';
import { models as definition } from '../src/service.ts';

/** Doubles are on this machine. */
const hosts = '127.0.0.0/8';

export const keyEncryptionSecret = randomBytes(32).toString('hex');

const env = { KEY_ENCRYPTION_SECRET: keyEncryptionSecret, MODEL_PROVIDER_HOSTS: hosts };

/** Streams give signs of life before the first answer of a double that is held. */
export const service = createTestService(definition, env, { heartbeatMs: 50 });

/** As another service asks them. */
export const models = () => modelsAt(service.url);

function modelsAt(url: string): Models {
  const SERVICE_URLS = { models: url, tokens: service.keys.url } as ServiceUrls; // no other is asked
  const secret = randomBytes(32).toString('hex');
  return createRemoteModels(createServiceClient('program-generation', { SERVICE_URLS, SERVICE_SECRET: secret }, service.clock));
}

const replicas: RunningService[] = [];

afterEach(async () => {
  await Promise.all(replicas.splice(0).map((replica) => replica.stop()));
});

/** One more process of the same installation until the test ends. */
export async function startReplica({
  secret = keyEncryptionSecret,
  log = createLogger('models', 'silent'),
}: {
  secret?: string;
  log?: ReturnType<typeof createLogger>;
} = {}): Promise<{ url: string; models: Models; stop(): Promise<void> }> {
  const servers = testServers();
  const replica = await startService(
    definition,
    {
      HOST: '127.0.0.1',
      PORT: '0',
      PUBLIC_URL: testIssuer,
      GATEWAY_SECRET: gatewaySecret,
      SERVICE_SECRET: randomBytes(32).toString('hex'),
      DATABASE_URL: service.testDatabase.urlFor('models'),
      REDIS_URL: servers.TEST_REDIS_URL,
      REDIS_PREFIX: service.testDatabase.name.replace('_', '-'),
      RABBITMQ_URL: servers.TEST_RABBITMQ_URL,
      SERVICE_URLS: JSON.stringify({ tokens: service.keys.url }),
      KEY_ENCRYPTION_SECRET: secret,
      MODEL_PROVIDER_HOSTS: hosts,
    },
    { clock: service.clock, transports: false, log },
  );
  replicas.push(replica);
  return { url: replica.url, models: modelsAt(replica.url), stop: () => replica.stop() };
}
