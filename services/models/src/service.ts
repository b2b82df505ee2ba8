import { defineService } from '@lyceum/common/service';
import { modelProviderNameTaken } from '@lyceum/contracts/models/provider';
import { modelRoutes } from '@lyceum/llm/model-routes';
import { BudgetEntity } from './budgets/budget.entity.ts';
import { budgetRoutes } from './budgets/budget.routes.ts';
import { BudgetDayEntity } from './budgets/budget-day.entity.ts';
import { CallEntity } from './calls/call.entity.ts';
import { callRoutes } from './calls/call.routes.ts';
import { createPaidModels } from './calls/create-paid-models.ts';
import { RecordingEntity } from './calls/recording.entity.ts';
import { recordingRoutes } from './calls/recording.routes.ts';
import { modelsConfig } from './config.ts';
import { CreateModels1763770010000 } from './migrations/1763770010000-create-models.ts';
import { SortProviders1764367210000 } from './migrations/1764367210000-sort-providers.ts';
import { TakeOverModels1796000000000 } from './migrations/1796000000000-take-over-models.ts';
import { ProviderEntity } from './providers/provider.entity.ts';
import { providerRoutes } from './providers/provider.routes.ts';
import { TaskEntity } from './providers/task.entity.ts';
import { taskRoutes } from './providers/task.routes.ts';
import { createTryProvider } from './providers/try-provider.ts';

export const models = defineService({
  name: 'models',
  config: modelsConfig,
  entities: [BudgetDayEntity, BudgetEntity, CallEntity, ProviderEntity, RecordingEntity, TaskEntity],
  migrations: [CreateModels1763770010000, SortProviders1764367210000, TakeOverModels1796000000000],
  constraints: { model_providers_name: modelProviderNameTaken },
  mount(kit) {
    const { KEY_ENCRYPTION_SECRET: secret, MODEL_PROVIDER_HOSTS: hosts } = kit.config;
    const { models, attempts, stop } = createPaidModels(kit);
    return {
      routes: [
        ...providerRoutes({ secret, hosts, tryProvider: createTryProvider(attempts) }),
        ...taskRoutes,
        ...budgetRoutes,
        ...callRoutes,
        ...recordingRoutes,
        ...modelRoutes(models),
      ],
      stop,
    };
  },
});
