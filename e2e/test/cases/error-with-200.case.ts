import assert from 'node:assert/strict';
import { listCalls } from '@lyceum/contracts/models/model-call';
import { putTask } from '@lyceum/contracts/models/model-task';
import { createProgram } from '@lyceum/contracts/program-generation/program';
import type { ProgramRequestInput } from '@lyceum/contracts/program-generation/program-request';
import { startOpenAiDouble } from '@lyceum/llm/testing/openai-double';
import { poll } from '../../src/poll.ts';
import { type Case, readInput, type World } from './case.ts';
import { addProvider, withServer } from './providers.ts';

const folder = '09-error-body-with-200';
const inputs = {
  'answer.json': 'unavailable',
  'answer-no-choices.json': 'invalid-provider-answer',
  'page.html': 'invalid-provider-answer',
};

export const errorWith200: Case = {
  folder,
  outcome: 'is a failure of the provider, and the next one is asked',
  async run(world) {
    const { api, token } = world;
    const double = await startOpenAiDouble();
    try {
      for (const [file, failure] of Object.entries(inputs)) {
        double.clear();
        const type = file.endsWith('html') ? 'text/html' : 'application/json';
        await withServer({ type, body: readInput(folder, file) }, (url) =>
          order(world, { name: `${folder}: ${file}`, url, next: double.baseUrl }),
        );
        const { body: calls } = await api.call(listCalls, { token, query: { limit: 100, outcome: 'failed' } });
        assert.ok(calls.items.some((call) => call.provider.endsWith(file) && call.failure === failure));
        assert.ok(double.count() > 0);
      }
    } finally {
      await api.call(putTask, { token, params: { task: 'program' }, body: { providers: ['outline'] } });
      await double.stop();
    }
  },
};

/** A programme by two providers of which only the second works; resolves when that one has answered. */
async function order(world: World, { name, url, next }: { name: string; url: string; next: string }) {
  const { api, token } = world;
  const broken = await addProvider(world, name, url);
  const working = await addProvider(world, `${name}, the next`, next);
  await api.call(putTask, { token, params: { task: 'program' }, body: { providers: [broken, working] } });
  const body: ProgramRequestInput = {
    title: 'Основы проектной деятельности',
    kind: 'professional-development',
    audience: 'Учителя основной школы',
    level: 'beginner',
    hours: 16,
    topics: ['Замысел проекта', 'План проекта'],
    language: 'ru',
  };
  await api.call(createProgram, { token, body });
  await poll('an answer of the second provider', 30_000, async () => {
    const { body: calls } = await api.call(listCalls, { token, query: { limit: 100, outcome: 'done' } });
    return calls.items.find(({ provider }) => provider === `${name}, the next`);
  });
}
