import { newId } from '@lyceum/common/database';
import { putBudget } from '@lyceum/contracts/models/budget';
import { createProvider } from '@lyceum/contracts/models/provider';
import type { TestIds } from '@lyceum/testing/access-checks';
import type { TestActor } from '@lyceum/testing/actors';
import { service } from './program-generation-service.ts';

const settings = { kind: 'openai-compatible', name: 'local', baseUrl: 'http://127.0.0.1:9/v1', model: 'test' } as const;
const limits = { tokensPerDay: 1000, microsPerDay: null };

/** A provider and the budget of a person, with the other values that the routes of language models have in their paths. */
export async function buildModelIds(admin: TestActor): Promise<TestIds> {
  const { body: provider } = await service.call(createProvider, { as: admin, body: { settings } });
  const budget = { scope: 'user', subject: newId() } as const;
  await service.call(putBudget, { as: admin, params: budget, body: limits });
  return { ...budget, providerId: provider.id, task: 'program' };
}

/** What the routes of language models are sent. */
export const modelInputs = ({ providerId }: TestIds) => ({
  'POST /models/providers': { body: { settings } },
  'PUT /models/providers/:providerId': { body: { settings } },
  'PUT /models/tasks/:task': { body: { providers: [providerId] } },
  'PUT /models/budgets/:scope/:subject': { body: limits },
  'PUT /models/recording': { body: { texts: true } },
  'GET /models/usage': { query: { from: '2026-11-01', to: '2026-11-30' } },
});

export const modelsAnyId = {
  'PUT /models/budgets/:scope/:subject': 'a person may get a budget before the first request',
};
