import { snapshotsRequested } from '@lyceum/common/snapshots';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import { buildAccount, buildSpace } from '../../test/factories.ts';
import { service } from '../../test/tokens-service.ts';

it('tells again every account that is confirmed, in its space, and as it is now', async () => {
  const school = await buildSpace();
  const [main, other] = [await buildAccount(), await buildAccount({ space: school, name: 'Boris', locale: 'ru' })];
  await buildAccount({ emailConfirmedAt: null });
  await service.deliver(snapshotsRequested, { events: [accountRegistered.name], recipient: 'users' });
  expect((await service.runJobs()).map(({ error }) => error)).toEqual([undefined, undefined]);
  const published = await service.outbox(accountRegistered.name);
  expect(published.map(({ space, payload }) => [space, payload])).toEqual([
    ['main', { ...registration(main), name: 'Anna Belova', locale: 'en' }],
    [school, { ...registration(other), name: 'Boris', locale: 'ru' }],
  ]);
});

it('tells nothing that was not asked for', async () => {
  await service.deliver(snapshotsRequested, { events: ['users.profile-updated.v1'], recipient: 'users' });
  expect(await service.runJobs()).toEqual([]);
});

const registration = ({ id: accountId, email, createdAt }: Awaited<ReturnType<typeof buildAccount>>) => ({
  accountId,
  email,
  roles: ['user'],
  occurredAt: createdAt.toISOString(),
});
