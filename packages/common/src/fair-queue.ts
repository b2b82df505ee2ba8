import { rateLimited, serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import { fail } from './errors.ts';

/** For whom a place is wanted. Spaces take turns, and in the turn of a space its people do. */
export interface Turn {
  readonly space: string;
  /** Id of the account; null for what the platform does by itself. */
  readonly person: string | null;
  readonly signal?: AbortSignal;
  /** Milliseconds to wait at most; as long as it takes when it is not given. */
  readonly timeoutMs?: number;
}

export interface FairQueueLimits {
  /** Taken at a time. */
  readonly places: number;
  /** Of these, taken by one person at a time; the platform itself may take all. */
  readonly placesPerPerson?: number;
  /** How many requests may wait, of all people together and of one; those of the platform itself count only among all. */
  readonly waiting?: number;
  readonly waitingPerPerson?: number;
}

export interface FairQueue {
  /**
   * Waits for a place; what it resolves with gives the place back, and does nothing when it is called again. Rejects with the
   * reason of the signal, with `rate.limited` when too many requests of the person wait, with `service.unavailable` when too many of
   * all do and at the timeout.
   */
  acquire(turn: Turn): Promise<() => void>;
}

interface Waiter {
  readonly person: string | null;
  /** Of the person in the space. */
  readonly key: string;
  readonly admit: () => void;
}

/** Seconds after which somebody who was turned away may try again. */
const retryAfter = 5;

/** Bounds what is slow or scarce in this process: whoever asks for much waits behind themselves, not before others. */
export function createFairQueue({
  places,
  placesPerPerson = places,
  waiting: maxWaiting = Number.POSITIVE_INFINITY,
  waitingPerPerson = Number.POSITIVE_INFINITY,
}: FairQueueLimits): FairQueue {
  // A Map remembers the order of insertion: the first key has the next turn, and goes to the end with it.
  const waiting = new Map<string, Map<string, Waiter[]>>();
  const taken = new Map<string, number>();
  let free = places;
  let count = 0;

  function enter(space: string, waiter: Waiter): number {
    const people = waiting.get(space) ?? new Map<string, Waiter[]>();
    const requests = people.get(waiter.key) ?? [];
    requests.push(waiter);
    count += 1;
    people.set(waiter.key, requests);
    waiting.set(space, people);
    return requests.length;
  }

  /** False when it does not wait any more. */
  function leave(space: string, waiter: Waiter): boolean {
    const people = waiting.get(space);
    const requests = people?.get(waiter.key);
    const index = requests?.indexOf(waiter) ?? -1;
    if (!people || !requests || index === -1) return false;
    requests.splice(index, 1);
    count -= 1;
    if (requests.length === 0) people.delete(waiter.key);
    if (people.size === 0) waiting.delete(space);
    return true;
  }

  function takeNext(): Waiter | undefined {
    for (const [space, people] of waiting) {
      for (const [key, requests] of people) {
        const [first] = requests;
        if (!first || (first.person !== null && (taken.get(key) ?? 0) >= placesPerPerson)) continue;
        requests.shift();
        count -= 1;
        people.delete(key);
        if (requests.length > 0) people.set(key, requests);
        waiting.delete(space);
        if (people.size > 0) waiting.set(space, people);
        return first;
      }
    }
    return undefined;
  }

  function admitNext(): void {
    while (free > 0) {
      const next = takeNext();
      if (!next) return;
      free -= 1;
      taken.set(next.key, (taken.get(next.key) ?? 0) + 1);
      next.admit();
    }
  }

  function giveBack(key: string): void {
    free += 1;
    const rest = (taken.get(key) ?? 0) - 1;
    if (rest > 0) taken.set(key, rest);
    else taken.delete(key);
    admitNext();
  }

  return {
    async acquire({ space, person, signal, timeoutMs }) {
      signal?.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const waiter: Waiter = { person, key: `${space} ${person ?? ''}`, admit: resolve };
      const turnAway = (reason: unknown) => leave(space, waiter) && reject(reason);
      const own = enter(space, waiter);
      admitNext();
      if (person !== null && own > waitingPerPerson) turnAway(fail(rateLimited, { retryAfter }));
      if (count > maxWaiting) turnAway(fail(serviceUnavailable, { retryAfter }));
      const abort = () => turnAway(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      const late = () => turnAway(fail(serviceUnavailable, { retryAfter }));
      const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
      try {
        await promise;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      }
      let held = true;
      return () => {
        if (held) giveBack(waiter.key);
        held = false;
      };
    },
  };
}
