import { profileUpdated } from '@lyceum/contracts/users/profile';
import { createTestService } from '@lyceum/testing/service';
import { countProbes, endProbe, probes, recordName } from '../test/probe.ts';

const service = createTestService(probes, {}, { migrate: true });

const update = (name: string) => ({
  accountId: '01900000-0000-7000-8000-000000000000',
  name,
  locale: 'en' as const,
  version: 1,
  occurredAt: '2026-01-01T00:00:00.000Z',
});
const count = async (space: string) => (await service.call(countProbes, { space })).body.count;

describe('the outbox', () => {
  it('holds the event of a committed transaction, with its space', async () => {
    await service.call(endProbe, { params: { how: 'publish' }, space: 'one' });
    const rows = await service.outbox(profileUpdated.name);
    expect(rows).toMatchObject([{ kind: 'event', payload: { name: 'publish' }, space: 'one' }]);
  });

  it('holds nothing of a transaction that was rolled back', async () => {
    const before = (await service.outbox()).length;
    await service.call(endProbe, { params: { how: 'publish-and-fail' } });
    expect(await service.outbox()).toHaveLength(before);
  });

  it('runs a job that waits there, once', async () => {
    await service.call(endProbe, { params: { how: 'enqueue' }, space: 'jobs' });
    expect(await service.outbox(recordName.name)).toMatchObject([{ kind: 'job', payload: { name: 'enqueue' } }]);
    // The job adds a probe of the same name in the same space, which the constraint refuses: it is tried three times.
    expect(await service.runJobs()).toMatchObject([
      { name: recordName.name, attempts: 3, error: { driverError: { code: '23505' } } },
    ]);
    expect(await service.runJobs()).toEqual([]);
  });
});

describe('a delivery', () => {
  it('has one effect when the message comes ten times', async () => {
    expect(await service.deliver(profileUpdated, update('ten'), { times: 10, space: 'ten' })).toBe(1);
    expect(await count('ten')).toBe(1);
  });

  it('has one effect when the same message comes to ten replicas at once', async () => {
    const id = crypto.randomUUID();
    const ran = await Promise.all(
      Array.from({ length: 10 }, () => service.deliver(profileUpdated, update('raced'), { id, space: 'raced' })),
    );
    expect(ran.reduce((sum, handled) => sum + handled)).toBe(1);
    expect(await count('raced')).toBe(1);
  });

  it('leaves no note of a handler that failed, so that it runs again', async () => {
    const id = crypto.randomUUID();
    await expect(service.deliver(profileUpdated, update('poison'), { id })).rejects.toThrow('poison');
    expect(await service.deliver(profileUpdated, update('cured'), { id, space: 'cured' })).toBe(1);
  });
});
