import type { Caller } from '@lyceum/llm/task-models';
import { answerSchema, messages } from './question.ts';
import type { Setting } from './setting.ts';

export const crowdCalls = 20;

/** Calls of one person wait for a provider that takes one at a time, then another asks: how many of the former are served before. */
export async function countServedBefore({ models, newCaller, countCalls }: Setting): Promise<number> {
  const { signal } = new AbortController();
  const ask = async (caller: Caller) => {
    const task = models.forCaller(caller);
    await task.generateObject(messages, answerSchema, { signal });
  };
  const [crowd, other] = [newCaller('slow'), newCaller('slow')];
  let served = 0;
  let next = Promise.withResolvers<void>();
  const calls = Array.from({ length: crowdCalls }, async () => {
    await ask(crowd);
    served += 1;
    next.resolve();
    next = Promise.withResolvers();
  });
  while ((await countCalls('slow')) + served < crowdCalls);
  // The other comes just after a turn, so that the next one does not fall into the time in which its call is noted.
  await next.promise;
  const servedBefore = served;
  await ask(other);
  const between = served - servedBefore;
  await Promise.all(calls);
  return between;
}
