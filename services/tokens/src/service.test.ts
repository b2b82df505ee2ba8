import { databaseNames } from '@lyceum/common/database';
import { createLogger } from '@lyceum/common/log';
import { createDataSource } from '@lyceum/common/run/data-source';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import { login, session } from '@lyceum/contracts/tokens/session';
import { jwks } from '@lyceum/contracts/tokens/signing-key';
import { buildAccount, buildAddress, buildEmail, buildPassword, buildRegistration, from } from '../test/factories.ts';
import { service, startReplica } from '../test/tokens-service.ts';
import { AccountEntity } from './account/account.entity.ts';
import { tokens } from './service.ts';
import { SigningKeyEntity } from './signing-key/signing-key.entity.ts';

async function startThree(env: Record<string, string> = {}): Promise<void> {
  await Promise.all([startReplica(env), startReplica(env), startReplica(env)]);
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
  const published = (await service.outbox(accountRegistered.name)).filter(({ payload }) => payload['email'] === email);
  expect(published).toMatchObject([{ space: 'main', payload: { roles: ['admin'] } }]);
  expect((await service.call(login, { body: { email, password } })).status).toBe(200);
});

it('gives nobody the rights of an administrator because the configuration names the address', async () => {
  const { id, email } = await buildAccount();
  await startReplica({ ADMIN_EMAIL: email, ADMIN_PASSWORD: buildPassword() });
  expect(await service.rows((db) => db.findOneByOrFail(AccountEntity, { id }))).toMatchObject({ roles: ['user'] });
});

it('serves its keys at the root, where RFC 8615 has them', async () => {
  expect((await service.http.get('/.well-known/jwks.json')).body).toEqual((await service.call(jwks)).body);
  expect((await service.http.get('/api/v1/.well-known/jwks.json')).status).toBe(404);
});

it('tells clients to come back when more passwords wait than may, and serves the others', async () => {
  const account = await buildAccount();
  const replica = await startReplica({ PASSWORD_HASH_PARALLEL: '1', PASSWORD_HASH_QUEUE: '1' });
  const attempts = Array.from({ length: 8 }, () =>
    fetch(`${replica.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...from(buildAddress()) },
      body: JSON.stringify({ email: account.email, password: account.password }),
    }),
  );
  const responses = await Promise.all(attempts);
  const refused = responses.filter(({ status }) => status === 503);
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200, 503]));
  expect(refused[0]?.headers.get('retry-after')).toBe('5');
});

it('logs who was refused, and never a password or a token', async () => {
  let written = '';
  const destination = {
    write: (line: string) => {
      written += line;
    },
  };
  const replica = await startReplica({}, createLogger('tokens', 'trace', destination));
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const response = await fetch(`${replica.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return response.text();
  };
  const account = await buildAccount();
  const wrong = buildPassword();
  const pair = session.parse(JSON.parse(await post('/auth/login', { email: account.email, password: account.password })));
  await post('/auth/login', { email: account.email, password: wrong });
  await post('/auth/login', { email: account.email, password: [wrong] });
  await post('/auth/register', { email: account.email, password: wrong, name: 'Anna' });
  await post('/auth/refresh', { refreshToken: pair.refreshToken });
  service.clock.advance(11_000);
  await post('/auth/refresh', { refreshToken: pair.refreshToken });
  await post('/auth/logout', {}, { authorization: `Bearer ${pair.accessToken}` });
  service.clock.reset();
  expect(written).toContain('sign-in refused');
  expect(written).toContain('a used refresh token came again');
  for (const secret of [account.password, wrong, pair.accessToken, pair.refreshToken, account.email]) {
    expect(written).not.toContain(secret);
  }
});

it('answers 500 to a registration the database refuses, and logs why without a value of it', async () => {
  const lines: string[] = [];
  const replica = await startReplica({}, createLogger('tokens', 'trace', { write: (line) => void lines.push(line) }));
  const owner = await createDataSource({ url: service.testDatabase.ownerUrl, schema: 'tokens', entities: [] }).initialize();
  await owner.query('ALTER TABLE registrations ADD CONSTRAINT registrations_closed CHECK (false) NOT VALID');
  const body = buildRegistration();
  const response = await fetch(`${replica.url}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...from(buildAddress()) },
    body: JSON.stringify(body),
  });
  await owner.query('ALTER TABLE registrations DROP CONSTRAINT registrations_closed');
  await owner.destroy();
  expect(response.status).toBe(500);
  const written = lines.join('');
  expect(written).toContain('"constraint":"registrations_closed"');
  for (const value of [body.email, body.name, body.password, '$argon2id$']) expect(written).not.toContain(value);
});
