import { rateLimited, serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import { createFairQueue, type Turn } from './fair-queue.ts';

const never = new AbortController().signal;
const turn = (person: string | null, change: Partial<Turn> = {}): Turn => ({ space: 'main', person, signal: never, ...change });
const toFailure = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );
/** Until everything that can go on without us has gone on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

it('gives spaces their turns, people of a space theirs, and each person the order of asking', async () => {
  const queue = createFairQueue({ places: 1 });
  const release = await queue.acquire(turn('first'));
  const served: string[] = [];
  const ask = async (space: string, person: string, name: string) => {
    const done = await queue.acquire(turn(person, { space }));
    served.push(name);
    done();
  };
  const asked = ['a1', 'a2', 'a3', 'a4'].map((name) => ask('one', 'a', name));
  asked.push(ask('one', 'b', 'b1'), ask('one', 'b', 'b2'), ask('two', 'c', 'c1'), ask('two', 'c', 'c2'));
  release();
  await Promise.all(asked);
  expect(served).toEqual(['a1', 'c1', 'b1', 'c2', 'a2', 'b2', 'a3', 'a4']);
});

it('takes the same id in two spaces for two people', async () => {
  const queue = createFairQueue({ places: 2, placesPerPerson: 1 });
  await queue.acquire(turn('a', { space: 'one' }));
  await expect(queue.acquire(turn('a', { space: 'two' }))).resolves.toBeInstanceOf(Function);
});

it('never has more taken than there are places, nor by one person than that person may take', async () => {
  const queue = createFairQueue({ places: 5, placesPerPerson: 2 });
  const taken = new Map<string, number>();
  let max = 0;
  let maxOfOne = 0;
  await Promise.all(
    Array.from({ length: 300 }, async (_, index) => {
      const person = `p${index % 7}`;
      const release = await queue.acquire(turn(person));
      taken.set(person, (taken.get(person) ?? 0) + 1);
      max = Math.max(
        max,
        [...taken.values()].reduce((sum, one) => sum + one),
      );
      maxOfOne = Math.max(maxOfOne, ...taken.values());
      for (let pause = index % 4; pause > 0; pause -= 1) await settle();
      taken.set(person, (taken.get(person) ?? 0) - 1);
      release();
    }),
  );
  expect([max, maxOfOne]).toEqual([5, 2]);
});

it('lets somebody else by when one person has taken all they may, and the platform take all there is', async () => {
  const queue = createFairQueue({ places: 3, placesPerPerson: 1 });
  await queue.acquire(turn('a'));
  let served = false;
  const second = queue.acquire(turn('a')).then(() => {
    served = true;
  });
  await queue.acquire(turn(null));
  const last = await queue.acquire(turn(null));
  last();
  await settle();
  expect(served).toBe(false);
  await queue.acquire(turn('b'));
  void second;
});

it('refuses more requests of one person than may wait, and nobody else’s', async () => {
  const queue = createFairQueue({ places: 1, waitingPerPerson: 2 });
  const release = await queue.acquire(turn('a'));
  const waiting = [queue.acquire(turn('a')), queue.acquire(turn('a'))];
  expect(await toFailure(queue.acquire(turn('a')))).toMatchObject({ problem: rateLimited, details: { retryAfter: 5 } });
  const other = queue.acquire(turn('b'));
  release();
  (await waiting[0])?.();
  (await other)();
  (await waiting[1])?.();
  await expect(queue.acquire(turn('a'))).resolves.toBeInstanceOf(Function);
});

it('refuses nothing the platform itself asks for because much of it waits', async () => {
  const queue = createFairQueue({ places: 1, waitingPerPerson: 1 });
  const release = await queue.acquire(turn(null));
  const waiting = [queue.acquire(turn(null)), queue.acquire(turn(null)), queue.acquire(turn(null))];
  release();
  for (const place of waiting) (await place)();
  await expect(queue.acquire(turn('a'))).resolves.toBeInstanceOf(Function);
});

it('refuses whoever comes when as many wait as may of all together', async () => {
  const queue = createFairQueue({ places: 1, waiting: 2 });
  const release = await queue.acquire(turn('a'));
  const waiting = [queue.acquire(turn('a')), queue.acquire(turn('b'))];
  expect(await toFailure(queue.acquire(turn('c')))).toMatchObject({ problem: serviceUnavailable, details: { retryAfter: 5 } });
  release();
  for (const place of waiting) (await place)();
  await expect(queue.acquire(turn('c'))).resolves.toBeInstanceOf(Function);
});

it('answers that it is busy at the timeout, and goes on with the next', async () => {
  const queue = createFairQueue({ places: 1 });
  const release = await queue.acquire(turn('a'));
  const late = toFailure(queue.acquire(turn('b', { timeoutMs: 1 })));
  const next = queue.acquire(turn('c'));
  expect(await late).toMatchObject({ problem: serviceUnavailable, details: { retryAfter: 5 } });
  release();
  await expect(next).resolves.toBeInstanceOf(Function);
});

it('ends with the reason of the signal, before and while it waits', async () => {
  const queue = createFairQueue({ places: 1 });
  const reason = new Error('gone');
  expect(await toFailure(queue.acquire(turn('a', { signal: AbortSignal.abort(reason) })))).toBe(reason);
  const release = await queue.acquire(turn('a'));
  const leaving = new AbortController();
  const waiting = toFailure(queue.acquire(turn('b', { signal: leaving.signal })));
  leaving.abort(reason);
  expect(await waiting).toBe(reason);
  release();
  await expect(queue.acquire(turn('c'))).resolves.toBeInstanceOf(Function);
});

it('takes a place back once, however often it is given back', async () => {
  const queue = createFairQueue({ places: 1 });
  const release = await queue.acquire(turn('a'));
  release();
  release();
  await queue.acquire(turn('b'));
  expect(await toFailure(queue.acquire(turn('c', { timeoutMs: 1 })))).toMatchObject({ problem: serviceUnavailable });
});
