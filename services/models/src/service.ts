import { defineService } from '@lyceum/common/service';
import { budgetFeature } from './budgets/budget.feature.ts';
import { callFeature } from './calls/call.feature.ts';
import { createPaidModels } from './calls/create-paid-models.ts';
import { modelsConfig } from './config.ts';
import { providerFeature } from './providers/provider.feature.ts';

export const models = defineService({
  name: 'models',
  config: modelsConfig,
  share: createPaidModels,
  features: [providerFeature, budgetFeature, callFeature],
});
