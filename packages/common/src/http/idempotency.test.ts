import { asUser } from '@lyceum/testing/actors';
import { createTestService } from '@lyceum/testing/service';
import { addProbeItself, createProbe, listProbes, probes } from '../../test/probe.ts';

const service = createTestService(probes, {}, { migrate: true });

describe.each([
  ['in the transaction of the request', createProbe],
  ['in transactions of the handler', addProbeItself],
])('Idempotency-Key %s', (_, endpoint) => {
  const create = (as: ReturnType<typeof asUser>, name: string, key: string) =>
    service.call(endpoint, {
      as,
      body: { name: `${name} ${endpoint.operationId.slice(0, 3)}` },
      headers: { 'idempotency-key': key },
    });

  it('replays the stored reply to a repeat and says so', async () => {
    const as = asUser();
    const first = await create(as, 'once', '"k-1"');
    const again = await create(as, 'once', 'k-1');
    expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([201, first.body, 'true']);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
  });

  it('answers 422 for another request under the same key', async () => {
    const as = asUser();
    await create(as, 'a', 'k-2');
    const { status, body } = await create(as, 'b', 'k-2');
    expect([status, body.code]).toEqual([422, 'idempotency.key_reused']);
  });

  it('keeps the keys of two people apart', async () => {
    const [one, two] = [await create(asUser(), 'of one', 'k-3'), await create(asUser(), 'of two', 'k-3')];
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(two.body.id).not.toBe(one.body.id);
  });

  it('has one effect when 50 requests come at once', async () => {
    const as = asUser({ space: `race-${endpoint.operationId.toLowerCase()}` });
    const replies = await Promise.all(Array.from({ length: 50 }, () => create(as, 'raced', 'k-4')));
    const done = replies.filter(({ status }) => status === 201);
    expect(new Set(done.map(({ body }) => body.id)).size).toBe(1);
    expect(replies.filter(({ status }) => status !== 201).every(({ body }) => body.code === 'idempotency.in_flight')).toBe(true);
    expect((await service.call(listProbes, { as })).body.items).toHaveLength(1);
  });

  it('stores nothing for a request that failed', async () => {
    const as = asUser();
    await create(as, 'taken', 'k-5');
    expect((await create(as, 'taken', 'k-6')).status).toBe(409);
    const { status, headers } = await create(as, 'free', 'k-6');
    expect([status, headers['idempotency-replayed']]).toEqual([201, undefined]);
  });

  it('answers 400 for a key that is no key', async () => {
    const { status, body } = await create(asUser(), 'x', 'has space');
    expect([status, body.errors[0].pointer]).toEqual([400, '/header/idempotency-key']);
  });
});

it('fails a handler that makes its answer outside the transaction that keeps it', async () => {
  expect((await service.call(addProbeItself, { as: asUser(), body: { name: 'forgetful' } })).status).toBe(500);
});
