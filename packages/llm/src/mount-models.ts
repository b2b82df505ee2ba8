import type { Clock } from '@lyceum/common/context';
import type { Database, Migration } from '@lyceum/common/database';
import type { ConstraintErrors } from '@lyceum/common/errors';
import type { Route } from '@lyceum/common/http';
import type { Logger } from '@lyceum/common/log';
import type { Redis } from '@lyceum/common/redis';
import { createSharedFairQueue } from '@lyceum/common/shared-fair-queue';
import { modelProviderNameTaken } from '@lyceum/contracts/models/provider';
import type { EntitySchema } from 'typeorm';
import { z } from 'zod';
import { parseProviderHosts } from './addresses/provider-hosts.ts';
import { createAttempts } from './attempts.ts';
import { BudgetEntity } from './budgets/budget.entity.ts';
import { budgetRoutes } from './budgets/budget.routes.ts';
import { BudgetDayEntity } from './budgets/budget-day.entity.ts';
import { CallEntity } from './calls/call.entity.ts';
import { callRoutes } from './calls/call.routes.ts';
import { RecordingEntity } from './calls/recording.entity.ts';
import { recordingRoutes } from './calls/recording.routes.ts';
import { createLanguageModel } from './create-language-model.ts';
import { createModels } from './create-models.ts';
import { createLanguageModels } from './language-models.ts';
import { CreateModels1763770010000 } from './migrations/1763770010000-create-models.ts';
import { SortProviders1764367210000 } from './migrations/1764367210000-sort-providers.ts';
import type { Models } from './models.ts';
import { createStartCall } from './paid-call.ts';
import { ProviderEntity } from './providers/provider.entity.ts';
import { providerRoutes } from './providers/provider.routes.ts';
import { TaskEntity } from './providers/task.entity.ts';
import { taskRoutes } from './providers/task.routes.ts';
import { createTryProvider } from './providers/try-provider.ts';

/** Variables of a service that mounts the models. */
export const modelsConfig = z.object({
  /** Keys of providers are stored encrypted under it; under another one they have to be entered again. */
  KEY_ENCRYPTION_SECRET: z.string().min(32),
  /** Where providers may be besides the internet: hosts, hosts with a port, blocks in CIDR notation, separated by commas. */
  MODEL_PROVIDER_HOSTS: z
    .string()
    .default('')
    .transform((list, context) => {
      try {
        return parseProviderHosts(list);
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
        return z.NEVER;
      }
    }),
});

export const modelsEntities: readonly EntitySchema[] = [
  BudgetDayEntity,
  BudgetEntity,
  CallEntity,
  ProviderEntity,
  RecordingEntity,
  TaskEntity,
];

export const modelsMigrations: readonly Migration[] = [CreateModels1763770010000, SortProviders1764367210000];

export const modelsConstraints: ConstraintErrors = { model_providers_name: modelProviderNameTaken };

/** Providers, budgets and records of language models, in the tables of the service that mounts them. */
export function mountModels(kit: {
  readonly config: z.output<typeof modelsConfig> & { readonly REDIS_PREFIX: string };
  readonly database: Database;
  readonly redis: Redis;
  readonly clock: Clock;
  readonly log: Logger;
}): { models: Models; routes: readonly Route[]; stop(): Promise<void> } {
  const { config, database, redis, clock, log } = kit;
  const { KEY_ENCRYPTION_SECRET: secret, MODEL_PROVIDER_HOSTS: hosts } = config;
  const streams = createSharedFairQueue(redis, config.REDIS_PREFIX);
  const languageModels = createLanguageModels(secret, (settings, key) =>
    createLanguageModel(settings, key, { clock, log, hosts }),
  );
  const attempts = createAttempts(createStartCall({ database, streams, languageModels, clock }));
  return {
    models: createModels({ database, attempts }),
    routes: [
      ...providerRoutes({ secret, hosts, tryProvider: createTryProvider(attempts) }),
      ...taskRoutes,
      ...budgetRoutes,
      ...callRoutes,
      ...recordingRoutes,
    ],
    async stop() {
      await languageModels.close();
      await streams.stop();
    },
  };
}
