import { setTimeout as pause } from 'node:timers/promises';

/** Asks until there is an answer; throws, naming what was awaited, after `timeoutMs`. */
export async function poll<Found>(
  what: string,
  timeoutMs: number,
  attempt: () => Promise<Found | undefined>,
  everyMs = 200,
): Promise<Found> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const found = await attempt();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`${what}: not within ${timeoutMs / 1000} s`);
    await pause(everyMs);
  }
}
