import { enqueue } from '@lyceum/common/outbox';
import { register } from '@lyceum/contracts/tokens/registration';
import { buildAddress, buildRegistration, buildSession, buildSpace, from, signInAs } from '../../test/factories.ts';
import { service } from '../../test/tokens-service.ts';
import { RegistrationEntity } from '../registration/registration.entity.ts';
import { purgeSchedule } from './purge-expired.job.ts';
import { RefreshTokenEntity } from './refresh-token.entity.ts';
import { SessionEntity } from './session.entity.ts';

const dayMs = 24 * 3_600_000;

const counts = (space: string) =>
  service.rows(
    async (db) => [await db.count(SessionEntity), await db.count(RefreshTokenEntity), await db.count(RegistrationEntity)],
    space,
  );

async function purge(): Promise<void> {
  await service.rows((db) => enqueue(db, service.context(), purgeSchedule.job, {}));
  expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
}

it('deletes what has expired in every space, and nothing that has not', async () => {
  const school = await buildSpace();
  const spaces = ['main', school];
  const accounts = await Promise.all(spaces.map(async (space) => (await buildSession({ space })).account));
  for (const space of spaces) await service.call(register, { body: buildRegistration(), space, headers: from(buildAddress()) });
  await purge();
  expect(await Promise.all(spaces.map(counts))).toEqual([
    [1, 1, 1],
    [1, 1, 1],
  ]);

  service.clock.advance(2 * dayMs);
  for (const account of accounts) await signInAs(account);
  await purge();
  expect(await Promise.all(spaces.map(counts))).toEqual([
    [2, 2, 0],
    [2, 2, 0],
  ]);

  service.clock.advance(28 * dayMs + 1000);
  await purge();
  expect(await Promise.all(spaces.map(counts))).toEqual([
    [1, 1, 0],
    [1, 1, 0],
  ]);
});
