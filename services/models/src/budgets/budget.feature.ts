import { defineFeature } from '@lyceum/common/service';
import { BudgetEntity } from './budget.entity.ts';
import { budgetRoutes } from './budget.routes.ts';
import { BudgetDayEntity } from './budget-day.entity.ts';

export const budgetFeature = defineFeature({
  entities: [BudgetEntity, BudgetDayEntity],
  mount: () => ({ routes: budgetRoutes }),
});
