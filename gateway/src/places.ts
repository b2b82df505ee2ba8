import type { Problem } from '@lyceum/contracts/define/problem';
import { serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import type { Exchange } from './exchange.ts';
import { refuse } from './refuse.ts';

const retryAfterSeconds = 5;

/** What there is only so much of, such as open event streams: so much for each client, and so much for all of them. */
export interface Places {
  /** Gives back the place when called; undefined when there was none, and the request has been refused. */
  take(exchange: Exchange, client: string): (() => void) | undefined;
}

export function createPlaces(limits: { perClient: number; total: number; tooMany: Problem }): Places {
  const held = new Map<string, number>();
  let taken = 0;

  function release(client: string): void {
    taken -= 1;
    const left = (held.get(client) ?? 0) - 1;
    if (left > 0) held.set(client, left);
    else held.delete(client);
  }

  return {
    take(exchange, client) {
      const own = held.get(client) ?? 0;
      if (own >= limits.perClient || taken >= limits.total) {
        const problem = own >= limits.perClient ? limits.tooMany : serviceUnavailable;
        refuse(exchange, problem, { retryAfter: retryAfterSeconds });
        return undefined;
      }
      held.set(client, own + 1);
      taken += 1;
      let isHeld = true;
      return () => {
        if (isHeld) release(client);
        isHeld = false;
      };
    },
  };
}
