import { createTestClock } from '@lyceum/testing/clock';
import { toFailure } from '../../test/model-under-test.ts';
import { createTokenSource } from './token-source.ts';

const signal = new AbortController().signal;
const minute = 60_000;

/** Tokens are numbered; every one is asked for by hand. */
function startSource(lifeMs: number) {
  const clock = createTestClock();
  clock.set(new Date('2026-11-21T09:00:00Z'));
  const requests: PromiseWithResolvers<void>[] = [];
  const source = createTokenSource(async () => {
    const request = Promise.withResolvers<void>();
    const value = `token ${requests.push(request)}`;
    await request.promise;
    return { value, expiresAt: clock.now().getTime() + lifeMs };
  }, clock);
  const get = async () => {
    const before = requests.length;
    const token = source.get(signal);
    requests[before]?.resolve();
    return token;
  };
  return { clock, requests, source, get };
}

it('asks once however many wait, and gives all of them the same token', async () => {
  const { requests, source } = startSource(30 * minute);
  const tokens = Array.from({ length: 50 }, () => source.get(signal));
  requests[0]?.resolve();
  expect(new Set(await Promise.all(tokens))).toEqual(new Set(['token 1']));
  expect(requests).toHaveLength(1);
});

it('replaces a token one minute before it ends', async () => {
  const { clock, get } = startSource(30 * minute);
  expect(await get()).toBe('token 1');
  clock.advance(29 * minute - 1);
  expect(await get()).toBe('token 1');
  clock.advance(1);
  expect(await get()).toBe('token 2');
});

it('uses a token that lives shorter than two minutes for half of its life', async () => {
  const { clock, get } = startSource(minute);
  await get();
  clock.advance(minute / 2 - 1);
  expect(await get()).toBe('token 1');
  clock.advance(1);
  expect(await get()).toBe('token 2');
});

it('does not ask for every call when the token seems to have ended before it came', async () => {
  const { clock, get } = startSource(-60 * minute);
  await get();
  expect(await get()).toBe('token 1');
  clock.advance(5_000);
  expect(await get()).toBe('token 2');
});

it('asks once again after a refused token, however many were refused with it', async () => {
  const { get, source } = startSource(30 * minute);
  await get();
  for (let refusals = 0; refusals < 5; refusals++) source.refuse('token 1');
  expect(await get()).toBe('token 2');
  source.refuse('token 1');
  expect(await get()).toBe('token 2');
});

it('tells everybody who waits why there is no token, and tries again for the next', async () => {
  const { requests, source, get } = startSource(30 * minute);
  const waiting = [toFailure(source.get(signal)), toFailure(source.get(signal))];
  const reason = new Error('no such key');
  requests[0]?.reject(reason);
  expect(await Promise.all(waiting)).toEqual([reason, reason]);
  expect(await get()).toBe('token 2');
});

it('lets one caller leave while the others go on waiting', async () => {
  const { requests, source } = startSource(30 * minute);
  const leaving = new AbortController();
  const left = toFailure(source.get(leaving.signal));
  const stays = source.get(signal);
  const reason = new Error('enough');
  leaving.abort(reason);
  expect(await left).toBe(reason);
  requests[0]?.resolve();
  expect(await stays).toBe('token 1');
  expect(await toFailure(source.get(leaving.signal))).toBe(reason);
});
