import { defineFeature } from '@lyceum/common/service';
import { modelProviderNameTaken } from '@lyceum/contracts/models/provider';
import type { Attempts } from '@lyceum/llm/attempts';
import { CreateModels1763770010000 } from '../migrations/1763770010000-create-models.ts';
import { SortProviders1764367210000 } from '../migrations/1764367210000-sort-providers.ts';
import { TakeOverModels1796000000000 } from '../migrations/1796000000000-take-over-models.ts';
import { ProviderEntity, type ProviderRow } from './provider.entity.ts';
import { type Providers, providerRoutes } from './provider.routes.ts';
import { TaskEntity } from './task.entity.ts';
import { taskRoutes } from './task.routes.ts';
import { createTryProvider } from './try-provider.ts';

interface Needs {
  readonly config: { readonly KEY_ENCRYPTION_SECRET: Providers['secret']; readonly MODEL_PROVIDER_HOSTS: Providers['hosts'] };
  readonly attempts: Attempts<ProviderRow>;
}

export const providerFeature = defineFeature({
  entities: [ProviderEntity, TaskEntity],
  migrations: [CreateModels1763770010000, SortProviders1764367210000, TakeOverModels1796000000000],
  constraints: { model_providers_name: modelProviderNameTaken },
  mount({ config: { KEY_ENCRYPTION_SECRET: secret, MODEL_PROVIDER_HOSTS: hosts }, attempts }: Needs) {
    return { routes: [...providerRoutes({ secret, hosts, tryProvider: createTryProvider(attempts) }), ...taskRoutes] };
  },
});
