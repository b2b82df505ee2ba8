import { randomUUID } from 'node:crypto';
import { createServiceClient } from '@lyceum/common/service-client';
import { providerSettings } from '@lyceum/contracts/models/provider';
import { createRemoteModels } from '@lyceum/llm/remote-models';
import { type OpenAiDouble, startOpenAiDouble } from '@lyceum/llm/testing/openai-double';
import { setTaskProviders } from '@lyceum/llm/testing/test-models';
import { models, service } from '../../../test/chatbot-service.ts';
import { embedQuestion } from './embed-question.ts';

let double: OpenAiDouble;
beforeAll(async () => {
  double = await startOpenAiDouble();
});
beforeEach(() => double.clear());
afterAll(() => double.stop());

const newSpace = () => `s-${randomUUID().slice(0, 8)}`;

function setModel(space: string) {
  const settings = { kind: 'openai-compatible', name: space, baseUrl: double.baseUrl, model: 'test-model' };
  const parsed = providerSettings.parse({ ...settings, embeddingModel: 'test-embedding' });
  setTaskProviders(space, 'tutor-embedding', { providers: [{ id: randomUUID(), settings: parsed, key: '' }] });
}

describe('the vector of a question', () => {
  function ask(space: string, signal = AbortSignal.timeout(10_000)) {
    const SERVICE_URLS = Object.assign(Object.create(null), { tokens: service.keys.url, models: models.url });
    const services = createServiceClient('chatbot', { SERVICE_URLS, SERVICE_SECRET: 's'.repeat(32) }, service.clock);
    const asker = { id: randomUUID(), roles: ['user'] as const };
    return embedQuestion(createRemoteModels(services), service.context(space), asker, 'Что такое дефект?', signal);
  }

  it('is made by the model of the space', async () => {
    const space = newSpace();
    setModel(space);
    const vector = await ask(space);
    expect(vector).toEqual(await ask(space));
    expect(vector?.length).toBeGreaterThan(0);
  });

  it('is none without a model, and when the model fails', async () => {
    expect(await ask(newSpace())).toBeNull();
    const space = newSpace();
    setModel(space);
    double.always({ mode: 'fail', status: 400 }, 'embeddings');
    expect(await ask(space)).toBeNull();
  });

  it('is not waited for when whoever asked has gone', async () => {
    const space = newSpace();
    setModel(space);
    await expect(ask(space, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});
