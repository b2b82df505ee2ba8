import type { Context } from '../context.ts';
import { createFairQueue } from '../fair-queue.ts';
import { addressKey } from './client-address.ts';

interface Caller {
  readonly ctx: Pick<Context, 'space' | 'person'>;
  readonly client: { readonly address: string };
}

/** Runs an answer that holds a connection to the database from its beginning to its end. */
export type RequestTurns = <Result>(caller: Caller, answer: () => Promise<Result>) => Promise<Result>;

/** One person's slow reads, or writes that wait for the same row, leave most connections to others. */
export function createRequestTurns(
  connections: number,
  // No page asks for as much at once.
  { waitingPerPerson = 100 }: { waitingPerPerson?: number } = {},
): RequestTurns {
  const queue = createFairQueue({
    places: connections,
    placesPerPerson: Math.max(Math.floor(connections / 3), 2),
    waitingPerPerson,
  });
  return async ({ ctx, client }, answer) => {
    const { space, person } = ctx;
    // Whoever is not signed in names any space, so the address alone counts.
    const turn = person === null ? { space: '', person: addressKey(client.address) } : { space, person };
    const release = await queue.acquire({ ...turn, timeoutMs: 10_000 });
    try {
      return await answer();
    } finally {
      release();
    }
  };
}
