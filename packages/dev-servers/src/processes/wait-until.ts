import { setTimeout as delay } from 'node:timers/promises';

/** Looks again every few milliseconds; false when `timeoutMs` passed first. For states of the system that send no event. */
export async function waitUntil(isSo: () => boolean | Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    if (await isSo()) return true;
    if (performance.now() >= deadline) return false;
    await delay(15);
  }
}
