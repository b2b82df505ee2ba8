import { snapshotsRequested } from '@lyceum/common/snapshots';
import { profileUpdated, updateMe } from '@lyceum/contracts/users/profile';
import { buildPerson } from '../../test/factories.ts';
import { service } from '../../test/users-service.ts';

it('tells again the profiles that their owners have changed, in the version they have', async () => {
  await buildPerson(service);
  const changed = await buildPerson(service, { locale: 'ru' });
  await service.call(updateMe, { as: changed, body: { name: 'Анна Сидорова' } });
  const before = (await service.outbox(profileUpdated.name)).length;
  await service.deliver(snapshotsRequested, { events: [profileUpdated.name], recipient: 'notifications' });
  expect(await service.runJobs()).toMatchObject([{ error: undefined }]);
  const published = (await service.outbox(profileUpdated.name)).slice(before);
  expect(published.map(({ payload }) => payload)).toMatchObject([
    { accountId: changed.id, name: 'Анна Сидорова', locale: 'ru', timeZone: 'Europe/Moscow', version: 2 },
  ]);
});
