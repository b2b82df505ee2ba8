import type { Clock } from '@lyceum/common/context';
import { unlessAborted } from '@lyceum/common/unless-aborted';

export interface AccessToken {
  readonly value: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

export interface TokenSource {
  /** A token that is good for a while. Rejects with the reason of the signal, or with why there is none. */
  get(signal: AbortSignal): Promise<string>;
  /** The provider refused this token: the next `get` brings another. */
  refuse(token: string): void;
}

/** A token is replaced so long before it ends, and never later than at half of its life. */
const earlyMs = 60_000;
/** What is left of a token seems little when our clock is wrong: it still serves so long, or a 401 tells. */
const leastMs = 5_000;

/** Keeps one token and asks for the next once, however many wait for it. */
export function createTokenSource(request: () => Promise<AccessToken>, clock: Clock): TokenSource {
  let current: { value: string; staleAt: number } | undefined;
  let pending: Promise<string> | undefined;

  async function renew(): Promise<string> {
    const { value, expiresAt } = await request();
    const now = clock.now().getTime();
    const left = expiresAt - now;
    current = { value, staleAt: now + Math.max(left - earlyMs, left / 2, leastMs) };
    return value;
  }

  return {
    async get(signal) {
      signal.throwIfAborted();
      if (current && clock.now().getTime() < current.staleAt) return current.value;
      pending ??= renew().finally(() => {
        pending = undefined;
      });
      return unlessAborted(pending, signal);
    },
    refuse(token) {
      if (current?.value === token) current = undefined;
    },
  };
}
