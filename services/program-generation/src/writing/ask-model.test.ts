import type { Message } from '@lyceum/llm/language-model';
import { ModelFailure } from '@lyceum/llm/model-failure';
import type { TaskModels } from '@lyceum/llm/task-models';
import { z } from 'zod';
import { askModel } from './ask-model.ts';
import { defineStep } from './steps/model-step.ts';

const usage = { inputTokens: 3, outputTokens: 4, cost: null };
const failure = (kind: ModelFailure['kind']) => new ModelFailure(kind, { model: 'test/model', message: kind, usage });

/** Even numbers are sound, odd ones have a fault, negative ones are of no use. */
const step = defineStep({
  prompt: 'frame',
  language: 'ru',
  variables: {},
  answer: z.object({ number: z.number() }),
  result: z.number(),
  maxOutputTokens: 100,
  read: ({ number }) => ({
    findings: number % 2 === 0 ? [] : Array.from({ length: Math.abs(number) }, () => `Число ${number} нечётное.`),
    result: number < 0 ? null : number,
  }),
});

/** Asks models that answer in turn, each with a number or a failure. */
async function ask(answers: readonly (number | Error)[], signal = new AbortController().signal) {
  const asked: (readonly Message[])[] = [];
  let tokens = 0;
  const models: Pick<TaskModels, 'generateObject'> = {
    async generateObject(messages, schema) {
      signal.throwIfAborted();
      const answer = answers[asked.length];
      asked.push(messages);
      if (typeof answer !== 'number') throw answer;
      return { value: schema.parse({ number: answer }), model: `test/${asked.length}`, usage };
    },
  };
  const messages = [{ role: 'user', content: 'Назови чётное число' }] as const;
  const onUsage = (used: typeof usage) => {
    tokens += used.inputTokens + used.outputTokens;
  };
  const outcome = await askModel(step, { models, messages, signal, onUsage }).then(
    (written) => ({ written, error: undefined }),
    (error: unknown) => ({ written: undefined, error }),
  );
  return { ...outcome, asked, tokens };
}

describe('askModel', () => {
  it('takes the first answer that has no fault', async () => {
    const { written, asked, tokens } = await ask([2]);
    expect([written, asked.length, tokens]).toEqual([{ result: 2, model: 'test/1', faults: 0 }, 1, 7]);
  });

  it('tells the model what is wrong with its answer', async () => {
    const { written, asked } = await ask([1, 4]);
    expect(written).toMatchObject({ result: 4, model: 'test/2' });
    expect(asked[1]).toEqual([
      { role: 'user', content: 'Назови чётное число' },
      { role: 'assistant', content: '{"number":1}' },
      { role: 'user', content: expect.stringContaining('- Число 1 нечётное.') },
    ]);
  });

  it('asks three times at most and takes the answer with the fewest faults', async () => {
    const { written, asked, tokens } = await ask([3, 1, 5]);
    expect([written?.result, asked.length, tokens]).toEqual([1, 3, 21]);
  });

  it.each(['invalid-answer', 'length'] as const)('asks again after %s, and says what was wrong', async (kind) => {
    const { written, asked, tokens } = await ask([failure(kind), 2]);
    expect([written?.result, tokens]).toEqual([2, 14]);
    expect(asked[1]?.at(-1)?.content).toMatch(kind === 'length' ? /короче/ : /JSON/);
  });

  it.each(['refused', 'unauthorized', 'unavailable'] as const)('asks no more after %s', async (kind) => {
    const { error, asked } = await ask([failure(kind), 2]);
    expect([error, asked.length]).toEqual([failure(kind), 1]);
  });

  it('keeps an answer that was paid for when a later question fails', async () => {
    expect((await ask([1, failure('unavailable')])).written?.result).toBe(1);
    const leaving = new AbortController();
    const answer = ask([1, 2], leaving.signal);
    leaving.abort(new Error('cancelled'));
    expect((await answer).written?.result).toBe(1);
  });

  it('fails with what the last answer was like when none is of use', async () => {
    const { error } = await ask([-1, -3, -1]);
    expect(error).toMatchObject({ kind: 'invalid-answer', model: 'test/3' });
  });
});
