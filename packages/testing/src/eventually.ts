import { setTimeout as delay } from 'node:timers/promises';

/**
 * Resolves with the first value that `accept` takes; asks again until `timeoutMs` have passed, then fails with the last value
 * or error. For what a test can only observe from outside.
 */
export async function eventually<Value>(
  ask: () => Promise<Value>,
  accept: (value: Value) => boolean = Boolean,
  timeoutMs = 15_000,
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const outcome = await ask().then(
      (value) => ({ value, accepted: accept(value), error: undefined }),
      (error: unknown) => ({ value: undefined, accepted: false, error }),
    );
    if (outcome.accepted && outcome.value !== undefined) return outcome.value;
    if (Date.now() > deadline) throw new Error('it did not become so in time', { cause: outcome.error ?? outcome.value });
    await delay(20);
  }
}
