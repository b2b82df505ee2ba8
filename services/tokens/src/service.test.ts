import { createDataSource, databaseNames } from '@lyceum/common/database';
import { accountRegistered, jwks, login } from '@lyceum/contracts/tokens';
import { buildAccount, buildEmail, buildPassword } from '../test/factories.ts';
import { service, startReplica } from '../test/tokens-service.ts';
import { AccountEntity } from './account/account.entity.ts';
import { tokens } from './service.ts';
import { SigningKeyEntity } from './signing-key/signing-key.entity.ts';

async function startThree(env: Record<string, string> = {}): Promise<void> {
  const replicas = await Promise.all([startReplica(env), startReplica(env), startReplica(env)]);
  await Promise.all(replicas.map((replica) => replica.stop()));
}

it('has migrations that make what the entities say', async () => {
  const { schema } = databaseNames('tokens');
  const dataSource = await createDataSource({
    url: service.testDatabase.ownerUrl,
    schema,
    entities: tokens.entities,
  }).initialize();
  const difference = await dataSource.driver.createSchemaBuilder().log();
  await dataSource.destroy();
  expect(difference.upQueries.map(({ query }) => query)).toEqual([]);
});

it('makes one first key when several replicas start at once', async () => {
  await service.rows((db) => db.createQueryBuilder().delete().from(SigningKeyEntity).execute());
  await startThree();
  expect(await service.rows((db) => db.count(SigningKeyEntity))).toBe(1);
});

it('does not start with another secret than the keys were stored under', async () => {
  await expect(startReplica({ KEY_ENCRYPTION_SECRET: 'x'.repeat(64) })).rejects.toThrow('KEY_ENCRYPTION_SECRET');
});

it.each([
  ['a short secret', { KEY_ENCRYPTION_SECRET: 'short' }, 'KEY_ENCRYPTION_SECRET'],
  ['no secret', { KEY_ENCRYPTION_SECRET: '' }, 'KEY_ENCRYPTION_SECRET'],
  ['an administrator without a password', { ADMIN_EMAIL: 'admin@example.org' }, 'ADMIN_PASSWORD'],
  ['an administrator with a short password', { ADMIN_EMAIL: 'admin@example.org', ADMIN_PASSWORD: 'admin' }, 'ADMIN_PASSWORD'],
])('does not start with %s, and names the variable', async (_, env, variable) => {
  await expect(startReplica(env)).rejects.toThrow(variable);
});

it('makes the first administrator once, whoever of several replicas comes first, and tells the others', async () => {
  const [email, password] = [buildEmail(), buildPassword()];
  await startThree({ ADMIN_EMAIL: email.toUpperCase(), ADMIN_PASSWORD: password });
  await startThree({ ADMIN_EMAIL: email, ADMIN_PASSWORD: buildPassword() });
  const accounts = await service.rows((db) => db.findBy(AccountEntity, { email }));
  expect(accounts).toMatchObject([{ roles: ['admin'], emailConfirmedAt: expect.any(Date) }]);
  const told = (await service.outbox(accountRegistered.name)).filter(({ payload }) => payload['email'] === email);
  expect(told).toMatchObject([{ space: 'main', payload: { roles: ['admin'] } }]);
  expect((await service.call(login, { body: { email, password } })).status).toBe(200);
});

it('gives nobody the rights of an administrator because the configuration names the address', async () => {
  const { id, email } = await buildAccount();
  const replica = await startReplica({ ADMIN_EMAIL: email, ADMIN_PASSWORD: buildPassword() });
  await replica.stop();
  expect(await service.rows((db) => db.findOneByOrFail(AccountEntity, { id }))).toMatchObject({ roles: ['user'] });
});

it('serves its keys at the root, where RFC 8615 has them', async () => {
  expect((await service.http.get('/.well-known/jwks.json')).body).toEqual((await service.call(jwks)).body);
  expect((await service.http.get('/api/v1/.well-known/jwks.json')).status).toBe(404);
});
