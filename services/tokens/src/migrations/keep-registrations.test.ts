import { databaseNames } from '@lyceum/common/database';
import { createDataSource } from '@lyceum/common/run/data-source';
import * as contract from '@lyceum/contracts/tokens/registration';
import { login } from '@lyceum/contracts/tokens/session';
import { buildAccount, buildAddress, from } from '../../test/factories.ts';
import { service } from '../../test/tokens-service.ts';
import { hashSecret } from '../account/hash-secret.ts';
import { KeepRegistrations1764360000000 } from './1764360000000-keep-registrations.ts';

it('takes over what waits for its confirmation, as contested, and nothing of confirmed accounts', async () => {
  const { schema } = databaseNames('tokens');
  const owner = await createDataSource({ url: service.testDatabase.ownerUrl, schema, entities: [] }).initialize();
  const runner = owner.createQueryRunner();
  const migration = new KeepRegistrations1764360000000();
  await migration.down(runner);
  const [waiting, confirmed] = [await buildAccount({ emailConfirmedAt: null }), await buildAccount()];
  for (const account of [waiting, confirmed]) {
    const mailed = [hashSecret(`mailed to ${account.id}`), account.id, new Date(service.clock.now().getTime() + 60_000)];
    const insert = 'INSERT INTO email_confirmations (token_hash, account_id, expires_at) VALUES ($1, $2, $3)';
    await service.rows((db) => db.query(insert, mailed));
  }
  await migration.up(runner);
  const { role } = databaseNames('tokens');
  await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON registrations TO ${role}`);
  await owner.destroy();

  const confirm = (token: string, password?: string) =>
    service.call(contract.confirmEmail, { body: password === undefined ? { token } : { token, password } });
  expect((await confirm(`mailed to ${confirmed.id}`)).body.code).toBe('auth.confirmation_invalid');
  expect((await confirm(`mailed to ${waiting.id}`)).body.code).toBe('auth.registration_contested');
  expect((await confirm(`mailed to ${waiting.id}`, waiting.password)).status).toBe(204);
  const { email, password } = waiting;
  expect((await service.call(login, { body: { email, password }, headers: from(buildAddress()) })).status).toBe(200);
});
