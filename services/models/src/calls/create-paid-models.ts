import type { Clock } from '@lyceum/common/context';
import type { Database } from '@lyceum/common/database';
import type { Logger } from '@lyceum/common/log';
import type { Redis } from '@lyceum/common/redis';
import { createSharedFairQueue } from '@lyceum/common/shared-fair-queue';
import { type Attempts, createAttempts } from '@lyceum/llm/attempts';
import { createLanguageModel } from '@lyceum/llm/create-language-model';
import { createModels } from '@lyceum/llm/create-task-models';
import type { Caller, Models } from '@lyceum/llm/task-models';
import type { z } from 'zod';
import type { modelsConfig } from '../config.ts';
import { createClientPool } from '../providers/client-pool.ts';
import type { ProviderRow } from '../providers/provider.entity.ts';
import { findProviderOrder } from '../providers/task-providers.ts';
import { createStartCall } from './paid-call.ts';

interface Deps {
  readonly config: Pick<z.output<typeof modelsConfig>, 'KEY_ENCRYPTION_SECRET' | 'MODEL_PROVIDER_HOSTS' | 'REDIS_PREFIX'>;
  readonly database: Database;
  readonly redis: Redis;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The models of the providers in the database, whose calls are paid from its budgets and recorded there. */
export function createPaidModels({ config, database, redis, clock, log }: Deps): {
  readonly models: Models;
  readonly attempts: Attempts<ProviderRow>;
  stop(): Promise<void>;
} {
  const { KEY_ENCRYPTION_SECRET: secret, MODEL_PROVIDER_HOSTS: hosts } = config;
  const streams = createSharedFairQueue(redis, config.REDIS_PREFIX);
  const clients = createClientPool(secret, (settings, key) => createLanguageModel(settings, key, { clock, log, hosts }));
  const attempts = createAttempts(createStartCall({ database, streams, clients, clock }));
  const readOrder = ({ space, task }: Caller) => database.read({ space }, (db) => findProviderOrder(db, task));
  return {
    models: createModels({ readOrder, attempts }),
    attempts,
    async stop() {
      await clients.close();
      await streams.stop();
    },
  };
}
