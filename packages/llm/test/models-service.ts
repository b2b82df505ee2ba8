import { randomBytes } from 'node:crypto';
import { serviceConfig } from '@lyceum/common/config';
import { createLogger } from '@lyceum/common/log';
import { type RunningService, startService } from '@lyceum/common/run/start-service';
import { defineService } from '@lyceum/common/service';
import { testServers } from '@lyceum/testing/config';
import { testIssuer } from '@lyceum/testing/keys';
import { createTestService, gatewaySecret } from '@lyceum/testing/service';
import type { Models } from '../src/models.ts';
import { modelsConfig, modelsConstraints, modelsEntities, modelsMigrations, mountModels } from '../src/mount-models.ts';

/** A service in the place of program-generation that has nothing but the models. */
function defineModelsService(take: (models: Models) => void) {
  return defineService({
    name: 'program-generation',
    config: serviceConfig.extend(modelsConfig.shape),
    entities: modelsEntities,
    migrations: modelsMigrations,
    constraints: modelsConstraints,
    mount(kit) {
      const { models, routes, stop } = mountModels(kit);
      take(models);
      return { routes, stop };
    },
  });
}

/** Doubles are on this machine. */
const hosts = '127.0.0.0/8';

export const keyEncryptionSecret = randomBytes(32).toString('hex');

let mounted: Models | undefined;
const definition = defineModelsService((models) => {
  mounted = models;
});

export const service = createTestService(
  definition,
  { KEY_ENCRYPTION_SECRET: keyEncryptionSecret, MODEL_PROVIDER_HOSTS: hosts },
  { migrate: true },
);

export function models(): Models {
  if (!mounted) throw new Error('the service runs only while tests run');
  return mounted;
}

const replicas: RunningService[] = [];

afterEach(async () => {
  await Promise.all(replicas.splice(0).map((replica) => replica.stop()));
});

/** One more process of the same installation until the test ends. */
export async function startReplica({
  secret = keyEncryptionSecret,
  log = createLogger('program-generation', 'silent'),
}: {
  secret?: string;
  log?: ReturnType<typeof createLogger>;
} = {}): Promise<{ url: string; models: Models }> {
  const servers = testServers();
  const taken = Promise.withResolvers<Models>();
  const replica = await startService(
    defineModelsService(taken.resolve),
    {
      HOST: '127.0.0.1',
      PORT: '0',
      PUBLIC_URL: testIssuer,
      GATEWAY_SECRET: gatewaySecret,
      SERVICE_SECRET: randomBytes(32).toString('hex'),
      DATABASE_URL: service.testDatabase.urlFor('program-generation'),
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
  return { url: replica.url, models: await taken.promise };
}
