import { newId } from '@lyceum/common/database';
import { putBudget } from '@lyceum/contracts/models/budget';
import { createProvider } from '@lyceum/contracts/models/provider';
import { asAdmin } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { service } from './models-service.ts';

const settings = { kind: 'openai-compatible', name: 'local', baseUrl: 'http://127.0.0.1:9/v1', model: 'test' } as const;
const limits = { tokensPerDay: 1000, microsPerDay: null };
const messages = [{ role: 'user' as const, content: 'Назовите столицу' }];

describeAccess(service, {
  anyId: { 'PUT /models/budgets/:scope/:subject': 'a person may get a budget before the first request' },
  async rows() {
    const owner = asAdmin();
    const { body: provider } = await service.call(createProvider, { as: owner, body: { settings } });
    const budget = { scope: 'user', subject: newId() } as const;
    await service.call(putBudget, { as: owner, params: budget, body: limits });
    return { owner, ids: { ...budget, providerId: provider.id, task: 'program' } };
  },
  inputs: ({ providerId }) => ({
    'POST /models/providers': { body: { settings } },
    'PUT /models/providers/:providerId': { body: { settings } },
    'PUT /models/tasks/:task': { body: { providers: [providerId] } },
    'PUT /models/budgets/:scope/:subject': { body: limits },
    'PUT /models/recording': { body: { texts: true } },
    'GET /models/usage': { query: { from: '2026-11-01', to: '2026-11-30' } },
    'POST /internal/models/objects': { body: { task: 'program', messages, schema: '{"type":"object","properties":{}}' } },
    'POST /internal/models/texts': { body: { task: 'program', messages } },
    'POST /internal/models/embeddings': { body: { task: 'program', texts: ['слово'] } },
    'POST /internal/models/token-counts': { body: { task: 'program', messages } },
  }),
});
