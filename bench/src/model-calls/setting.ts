import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { ServiceUrls } from '@lyceum/common/config';
import { systemClock } from '@lyceum/common/context';
import { type Database, newId } from '@lyceum/common/database';
import { createRedis, redisReady } from '@lyceum/common/redis';
import { startService } from '@lyceum/common/run/start-service';
import type { Service } from '@lyceum/common/service';
import { createServiceClient } from '@lyceum/common/service-client';
import { parseProviderHosts } from '@lyceum/llm/addresses/provider-hosts';
import { createRemoteModels } from '@lyceum/llm/remote-models';
import type { Caller, Models } from '@lyceum/llm/task-models';
import { BudgetEntity } from '@lyceum/models/budgets/budget.entity';
import { CallEntity } from '@lyceum/models/calls/call.entity';
import { createPaidModels } from '@lyceum/models/calls/create-paid-models';
import { encryptKey } from '@lyceum/models/providers/encrypt-key';
import { ProviderEntity } from '@lyceum/models/providers/provider.entity';
import { TaskEntity } from '@lyceum/models/providers/task.entity';
import { models } from '@lyceum/models/service';
import { tokens } from '@lyceum/tokens/service';
import { benchLog, migrateServices, withServers } from '../servers.ts';
import { type DoubledProvider, type RunningDoubles, startDoubles } from './doubles.ts';

const secret = randomBytes(32).toString('hex');
const task = 'program';
const asker = 'program-generation';
const price = { inputMicros: 500_000_000, outputMicros: 1_500_000_000, currency: 'RUB' };
/** So much that it never ends: budgets are read, reserved and settled. */
const plenty = { tokensPerDay: 1e12, microsPerDay: 1e15 };

export interface Setting {
  /** As another service asks them: over HTTP, with a token of its own. */
  readonly models: Models;
  /** The same without the way to the service. */
  readonly modelsInside: Models;
  readonly doubles: RunningDoubles;
  /** Somebody of a space in which everything is asked of this provider. */
  newCaller(name: keyof RunningDoubles['providers']): Caller;
  /** Calls of that space that wait or run. */
  countCalls(name: keyof RunningDoubles['providers']): Promise<number>;
}

/** The models service and the tokens it is asked with on the servers of a local stack, set up as an administrator would, and doubles. */
export function withModels<Result>(run: (setting: Setting) => Promise<Result>): Promise<Result> {
  return withServers(async ({ postgres: { ownerUrl }, redis: { url: redisUrl }, rabbitmq }) => {
    const toUrl = await migrateServices(ownerUrl, [tokens, models]);
    const environment = (service: Service, urls: Readonly<Record<string, string>>) => ({
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
      PUBLIC_URL: 'http://localhost:8000',
      GATEWAY_SECRET: secret,
      KEY_ENCRYPTION_SECRET: secret,
      SERVICE_SECRET: secret,
      SERVICE_SECRETS_SHA256: JSON.stringify({ [asker]: createHash('sha256').update(secret).digest('hex') }),
      SERVICE_URLS: JSON.stringify(urls),
      DATABASE_URL: toUrl(service),
      REDIS_URL: redisUrl,
      RABBITMQ_URL: rabbitmq.url,
      MODEL_PROVIDER_HOSTS: '127.0.0.0/8',
    });
    const start = (service: Service, urls: Readonly<Record<string, string>>) =>
      startService(service, environment(service, urls), { transports: false, log: benchLog });
    const runningTokens = await start(tokens, {});
    const runningModels = await start(models, { tokens: runningTokens.url });
    const redis = createRedis(redisUrl, benchLog);
    const { database } = runningModels;
    const config = {
      KEY_ENCRYPTION_SECRET: secret,
      MODEL_PROVIDER_HOSTS: parseProviderHosts('127.0.0.0/8'),
      REDIS_PREFIX: 'bench',
    };
    const inside = createPaidModels({ config, database, redis, clock: systemClock, log: benchLog });
    const urls = { tokens: runningTokens.url, models: runningModels.url } as ServiceUrls; // no other is asked
    const client = createServiceClient(asker, { SERVICE_URLS: urls, SERVICE_SECRET: secret }, systemClock);
    const doubles = await startDoubles();
    try {
      await redisReady(redis);
      for (const [space, provider] of Object.entries(doubles.providers)) await setUp(database, space, provider);
      return await run({
        models: createRemoteModels(client),
        modelsInside: inside.models,
        doubles,
        newCaller: (space) => ({ task, space, userId: randomUUID(), roles: ['user'] }),
        countCalls: (space) => database.read({ space }, (db) => db.countBy(CallEntity, { outcome: 'running' })),
      });
    } finally {
      await doubles.stop();
      await inside.stop();
      redis.disconnect();
      await runningModels.stop();
      await runningTokens.stop();
    }
  });
}

async function setUp(database: Database, space: string, { settings, key }: DoubledProvider): Promise<void> {
  const id = newId();
  const now = systemClock.now();
  await database.transact({ space }, async (db) => {
    const sealedKey = key === '' ? null : encryptKey(key, id, secret);
    const times = { createdAt: now, updatedAt: now };
    await db.insert(ProviderEntity, {
      id,
      name: settings.name,
      settings: { ...settings, price },
      sealedKey,
      ...times,
      version: 1,
    });
    await db.insert(TaskEntity, { id: newId(), task, providers: [id], version: 1 });
    await db.insert(BudgetEntity, [
      { id: newId(), scope: 'space', subject: 'all', ...plenty, version: 1 },
      { id: newId(), scope: 'role', subject: 'user', ...plenty, version: 1 },
    ]);
  });
}
