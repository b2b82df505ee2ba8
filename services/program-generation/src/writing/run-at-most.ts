/**
 * Runs the tasks, at most so many at a time, in their order. After a failure none is started, those that run come to their end,
 * and it rejects with the first failure.
 */
export async function runAtMost(limit: number, tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...tasks];
  const failures: unknown[] = [];
  async function work(): Promise<void> {
    for (let task = waiting.shift(); task && failures.length === 0; task = waiting.shift()) {
      await task().catch((error: unknown) => void failures.push(error));
    }
  }
  await Promise.all(Array.from({ length: limit }, work));
  if (failures.length > 0) throw failures[0];
}
