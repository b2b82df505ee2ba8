import { createPublicKey, type KeyObject } from 'node:crypto';
import { serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import { jwks } from '@lyceum/contracts/tokens/signing-key';
import type { Clock } from '../context.ts';
import { fail } from '../errors.ts';

const keysMaxAgeMs = 300_000;

/** An unknown `kid` fetches the keys at most this often, so that invented ones cost nothing. */
const keysCooldownMs = 5_000;

export function createKeySource(jwksUrl: string, clock: Clock) {
  let keys = new Map<string, KeyObject>();
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | undefined;

  async function fetchKeys(): Promise<void> {
    triedAt = clock.now().getTime();
    const response = await fetch(jwksUrl, { signal: AbortSignal.timeout(3000) });
    const published = jwks.response.parse(await response.json());
    keys = new Map(published.keys.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]));
    fetchedAt = clock.now().getTime();
  }

  /** While the keys cannot be fetched the known ones go on; with none known nobody can be verified. */
  async function refresh(): Promise<void> {
    fetching ??= fetchKeys().finally(() => {
      fetching = undefined;
    });
    await fetching.catch(() => {
      if (keys.size === 0) throw fail(serviceUnavailable, { retryAfter: 2 });
    });
  }

  return {
    async find(kid: string): Promise<KeyObject | undefined> {
      const now = clock.now().getTime();
      const missing = !keys.has(kid) && (now - triedAt > keysCooldownMs || keys.size === 0);
      if (missing || now - fetchedAt > keysMaxAgeMs) await refresh();
      return keys.get(kid);
    },
  };
}
