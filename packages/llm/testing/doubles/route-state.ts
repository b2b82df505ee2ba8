import type { DoubleMode } from './double-mode.ts';

/** What a double keeps about one kind of call. */
export function createRouteState() {
  let standing: DoubleMode = { mode: 'normal' };
  let queue: DoubleMode[] = [];
  let held: PromiseWithResolvers<void> | undefined;
  let inFlight = 0;
  let maxInFlight = 0;

  return {
    next(modes: readonly DoubleMode[]): void {
      queue.push(...modes);
    },
    always(mode: DoubleMode): void {
      standing = mode;
    },
    takeMode: (): DoubleMode => queue.shift() ?? standing,

    hold(): () => void {
      const own = held ?? Promise.withResolvers<void>();
      held = own;
      return () => {
        own.resolve();
        if (held === own) held = undefined;
      };
    },
    whenLetGo: async (): Promise<void> => held?.promise,

    enter(): void {
      inFlight += 1;
      maxInFlight = Math.max(maxInFlight, inFlight);
    },
    leave(): void {
      inFlight -= 1;
    },
    inFlight: (): number => inFlight,
    maxInFlight: (): number => maxInFlight,

    clear(): void {
      standing = { mode: 'normal' };
      queue = [];
      held?.resolve();
      held = undefined;
      maxInFlight = inFlight;
    },
  };
}
