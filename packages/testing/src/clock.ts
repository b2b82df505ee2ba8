import type { Clock } from '@lyceum/common/context';

/** Runs with the real time until a test sets or moves it. */
export function createTestClock() {
  let frozen: number | undefined;
  let offset = 0;
  return {
    now: () => new Date(frozen ?? Date.now() + offset),
    /** Stands still at this moment. */
    set(moment: Date): void {
      frozen = moment.getTime();
    },
    advance(milliseconds: number): void {
      if (frozen === undefined) offset += milliseconds;
      else frozen += milliseconds;
    },
    /** Back to the real time. */
    reset(): void {
      frozen = undefined;
      offset = 0;
    },
  } satisfies Clock & Record<string, unknown>;
}

export type TestClock = ReturnType<typeof createTestClock>;
