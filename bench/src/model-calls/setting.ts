import { randomBytes, randomUUID } from 'node:crypto';
import { serviceConfig } from '@lyceum/common/config';
import { systemClock } from '@lyceum/common/context';
import { type Database, databaseNames, newId } from '@lyceum/common/database';
import { createRedis, redisReady } from '@lyceum/common/redis';
import { connectDatabase } from '@lyceum/common/run/connect-database';
import { defineService } from '@lyceum/common/service';
import { parseProviderHosts } from '@lyceum/llm/addresses/provider-hosts';
import { BudgetEntity } from '@lyceum/llm/budgets/budget.entity';
import { CallEntity } from '@lyceum/llm/calls/call.entity';
import type { Caller, Models } from '@lyceum/llm/models';
import { modelsEntities, modelsMigrations, mountModels } from '@lyceum/llm/mount-models';
import { encryptKey } from '@lyceum/llm/providers/encrypt-key';
import { ProviderEntity } from '@lyceum/llm/providers/provider.entity';
import { TaskEntity } from '@lyceum/llm/providers/task.entity';
import { benchLog, migrateServices, withServers } from '../servers.ts';
import { type DoubledProvider, type RunningDoubles, startDoubles } from './doubles.ts';

/** In the place of `program-generation`, with nothing but the models. */
const service = defineService({
  name: 'program-generation',
  config: serviceConfig,
  entities: modelsEntities,
  migrations: modelsMigrations,
  mount: () => ({ routes: [] }),
});

const secret = randomBytes(32).toString('hex');
const task = 'program';
const price = { inputMicros: 500_000_000, outputMicros: 1_500_000_000, currency: 'RUB' };
/** So much that it never ends: budgets are read, reserved and settled. */
const plenty = { tokensPerDay: 1e12, microsPerDay: 1e15 };

export interface Setting {
  readonly models: Models;
  readonly doubles: RunningDoubles;
  /** Somebody of a space in which everything is asked of this provider. */
  newCaller(name: keyof RunningDoubles['providers']): Caller;
  /** Calls of that space that wait or run. */
  countCalls(name: keyof RunningDoubles['providers']): Promise<number>;
}

/** The models of a service on the servers of a local stack, set up as an administrator would, and the doubles they ask. */
export function withModels<Result>(run: (setting: Setting) => Promise<Result>): Promise<Result> {
  return withServers(async ({ postgres: { ownerUrl }, redis: { url: redisUrl } }) => {
    const urlOf = await migrateServices(ownerUrl, [service]);
    const { schema } = databaseNames(service.name);
    const database = await connectDatabase({ url: urlOf(service), schema, entities: service.entities, poolSize: 10 });
    const redis = createRedis(redisUrl, benchLog);
    const hosts = parseProviderHosts('127.0.0.0/8');
    const config = { KEY_ENCRYPTION_SECRET: secret, MODEL_PROVIDER_HOSTS: hosts, REDIS_PREFIX: 'bench' };
    const { models, stop } = mountModels({ config, database, redis, clock: systemClock, log: benchLog });
    const doubles = await startDoubles();
    try {
      await redisReady(redis);
      for (const [space, provider] of Object.entries(doubles.providers)) await setUp(database, space, provider);
      return await run({
        models,
        doubles,
        newCaller: (space) => ({ task, space, userId: randomUUID(), roles: ['user'] }),
        countCalls: (space) => database.read({ space }, (db) => db.countBy(CallEntity, { outcome: 'running' })),
      });
    } finally {
      await doubles.stop();
      await stop();
      redis.disconnect();
      await database.stop();
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
