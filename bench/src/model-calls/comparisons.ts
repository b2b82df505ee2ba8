import type { Models } from '@lyceum/llm/task-models';
import { answerSchema, messages } from './question.ts';
import type { createRawCalls } from './raw-calls.ts';
import type { Setting } from './setting.ts';

export const adapters = { gigachat: 'GigaChat', openai: 'OpenAI-compatible' } as const;

/** Three ways to the same answer, each of which resolves with its milliseconds. */
export interface Comparison {
  readonly kind: 'answer' | 'stream';
  readonly adapter: (typeof adapters)[keyof typeof adapters];
  raw(): Promise<number>;
  /** Within the models service. */
  inside(): Promise<number>;
  ours(): Promise<number>;
}

/** What a caller of the platform waits for, beside the request that it sends to the provider. */
export async function makeComparisons(
  { models: remote, modelsInside, newCaller, doubles }: Setting,
  rawCalls: ReturnType<typeof createRawCalls>,
): Promise<Comparison[]> {
  const { signal } = new AbortController();
  const comparisons: Comparison[] = [];
  for (const name of ['gigachat', 'openai'] as const) {
    const caller = newCaller(name);

    const answer = async (models: Models) => {
      const began = performance.now();
      const task = models.forCaller(caller);
      await task.generateObject(messages, answerSchema, { signal });
      return performance.now() - began;
    };
    await answer(modelsInside);
    const answerCall = await doubles.lastCall(name);

    const stream = async (models: Models) => {
      const began = performance.now();
      let first: number | undefined;
      const task = models.forCaller(caller);
      for await (const { type } of task.streamText(messages, { signal })) {
        if (type === 'text') first ??= performance.now() - began;
      }
      return first ?? Number.NaN;
    };
    await stream(modelsInside);
    const streamCall = await doubles.lastCall(name);

    comparisons.push(
      {
        kind: 'answer',
        adapter: adapters[name],
        raw: () => rawCalls.whole(answerCall),
        inside: () => answer(modelsInside),
        ours: () => answer(remote),
      },
      {
        kind: 'stream',
        adapter: adapters[name],
        raw: () => rawCalls.firstText(streamCall),
        inside: () => stream(modelsInside),
        ours: () => stream(remote),
      },
    );
  }
  return comparisons;
}
