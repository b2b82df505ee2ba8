import { randomUUID } from 'node:crypto';
import { openEndpoints } from '@lyceum/contracts/open-endpoints';
import * as contract from '@lyceum/contracts/tokens/session';
import { hash } from '@node-rs/argon2';
import {
  asRole,
  bearer,
  buildAccount,
  buildAddress,
  buildEmail,
  buildPassword,
  buildSession,
  buildSpace,
  from,
  signInAs,
  type TestAccount,
} from '../../test/factories.ts';
import { service, startReplica } from '../../test/tokens-service.ts';
import { AccountEntity } from '../account/account.entity.ts';
import { SessionEntity } from './session.entity.ts';

const login = (body: { email: string; password: string }, { space = 'main', address = buildAddress() } = {}) =>
  service.call(contract.login, { body: { email: body.email, password: body.password }, space, headers: from(address) });
const grant = (body: Record<string, string>, address = buildAddress()) =>
  service.call(contract.tokenGrant, { body: { grant_type: '', ...body }, headers: from(address) });

/** The body without what differs between any two answers. */
const shape = ({ status, body, headers }: { status: number; body: object; headers: Record<string, string> }) => [
  status,
  { ...body, requestId: '', accessToken: '', refreshToken: '' },
  Object.keys(headers).toSorted(),
];

describe('POST /auth/login', () => {
  it('opens a session of a known device and gives a pair that works', async () => {
    const account = await buildAccount();
    const address = buildAddress();
    const response = await service.call(contract.login, {
      body: { email: account.email.toUpperCase(), password: account.password },
      headers: { ...from(address), 'user-agent': 'Lyceum test' },
    });
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ tokenType: 'Bearer', expiresIn: 900, refreshExpiresIn: 7 * 86_400 });
    const sessions = await service.rows((db) => db.findBy(SessionEntity, { accountId: account.id }));
    expect(sessions).toMatchObject([{ address, userAgent: 'Lyceum test', revokedAt: null }]);
    const signedOut = await service.call(contract.logout, { headers: bearer(response.body.accessToken) });
    expect(signedOut.status).toBe(204);
  });

  it('answers an unknown address, a wrong password and an unconfirmed address the same', async () => {
    const account = await buildAccount();
    const unconfirmed = await buildAccount({ emailConfirmedAt: null });
    const wrong = await login({ ...account, password: buildPassword() });
    const unknown = await login({ email: buildEmail(), password: buildPassword() });
    const waiting = await login(unconfirmed);
    expect([wrong.status, wrong.body.code]).toEqual([401, 'auth.invalid_credentials']);
    expect(shape(unknown)).toEqual(shape(wrong));
    expect(shape(waiting)).toEqual(shape(wrong));
  });

  it('knows an account only in its own space', async () => {
    const space = await buildSpace();
    const account = await buildAccount({ space });
    expect((await login(account)).status).toBe(401);
    expect((await login(account, { space })).status).toBe(200);
  });

  it('replaces a hash made with less work by one of today, and lets the password in as before', async () => {
    const password = buildPassword();
    const weak = await hash(password, { memoryCost: 8192, timeCost: 1 });
    const account = await buildAccount({ password, passwordHash: weak });
    expect((await login(account)).status).toBe(200);
    const { passwordHash } = await service.rows((db) => db.findOneByOrFail(AccountEntity, { id: account.id }));
    expect(passwordHash).toContain('m=19456,t=2,p=1');
    expect((await login(account)).status).toBe(200);
    const later = await service.rows((db) => db.findOneByOrFail(AccountEntity, { id: account.id }));
    expect(later.passwordHash).toBe(passwordHash);
  });

  it.each([
    ['no password', { email: 'anna@example.org' }, '/body/password'],
    ['no e-mail address', { email: 'anna', password: 'x' }, '/body/email'],
    ['an empty password', { email: 'anna@example.org', password: '' }, '/body/password'],
  ])('answers 400 for %s', async (_, body, pointer) => {
    const response = await service.http.post('/api/v1/auth/login').send(body);
    expect([response.status, response.body.code, response.body.errors[0].pointer]).toEqual([400, 'request.invalid', pointer]);
  });

  it('answers 415 for a form', async () => {
    const response = await service.http.post('/api/v1/auth/login').type('form').send({ email: 'a@b.co', password: 'x' });
    expect(response.status).toBe(415);
  });
});

describe('POST /auth/token', () => {
  it('gives a pair for the password grant, uncached names as RFC 6749 has them', async () => {
    const account = await buildAccount();
    const response = await grant({ grant_type: 'password', username: account.email.toUpperCase(), password: account.password });
    expect(response.status).toBe(200);
    expect(response.body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token: expect.any(String),
    });
    const refreshed = await grant({ grant_type: 'refresh_token', refresh_token: response.body.refresh_token });
    expect(refreshed.status).toBe(200);
    const signedOut = await service.call(contract.logout, { headers: bearer(refreshed.body.access_token) });
    expect(signedOut.status).toBe(204);
  });

  it('answers 400 for a wrong password, an unknown user and what is no e-mail address, all the same', async () => {
    const account = await buildAccount();
    const wrong = await grant({ grant_type: 'password', username: account.email, password: 'wrong' });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'auth.invalid_credentials']);
    for (const username of [buildEmail(), 'anna', "' OR 1=1 --"]) {
      expect(shape(await grant({ grant_type: 'password', username, password: 'wrong' }))).toEqual(shape(wrong));
    }
  });

  it('answers 401 for a refresh token nobody was given', async () => {
    const response = await grant({ grant_type: 'refresh_token', refresh_token: 'x'.repeat(43) });
    expect([response.status, response.body.code, response.body.error]).toEqual([400, 'auth.refresh_invalid', 'invalid_grant']);
  });

  it('answers 400 for another grant', async () => {
    const { status, body } = await grant({ grant_type: 'authorization_code' });
    expect([status, body.code, body.error]).toEqual([400, 'auth.unsupported_grant_type', 'unsupported_grant_type']);
  });

  it('takes an empty parameter for an absent one, and ignores those it does not know', async () => {
    const { refreshToken } = await buildSession();
    const empty = { username: '', password: '', scope: '', client_id: '', audience: 'x' };
    const response = await grant({ grant_type: 'refresh_token', refresh_token: refreshToken, ...empty });
    expect(response.status).toBe(200);
    expect([response.headers['cache-control'], response.headers['pragma']]).toEqual(['no-store', 'no-cache']);
  });

  it.each([
    ['en', 'Unsupported grant type'],
    ['ru', 'Тип разрешения на доступ не поддерживается'],
  ])('says in %s that it does not know the grant type', async (locale, title) => {
    const request = service.http.post('/api/v1/auth/token').type('form').set(from(buildAddress()));
    const response = await request.set('accept-language', locale).send('grant_type=implicit');
    expect([response.status, response.body.title, response.body.error]).toEqual([400, title, 'unsupported_grant_type']);
  });

  it.each([
    ['no grant type', 'username=a', 400, 'invalid_request'],
    ['an empty grant type', 'grant_type=', 400, 'invalid_request'],
    ['an empty password', 'grant_type=password&username=a%40example.org&password=', 400, 'invalid_request'],
    ['a repeated parameter', 'grant_type=password&username=a&username=b&password=x', 400, 'invalid_request'],
    ['a parameter over its length', `grant_type=password&username=${'a'.repeat(300)}&password=x`, 400, 'invalid_request'],
    ['a form that is too long', `grant_type=${'a'.repeat(200_000)}`, 413, 'invalid_request'],
    ['a wrong password', 'grant_type=password&username=a%40example.org&password=x', 400, 'invalid_grant'],
  ])('answers %s in the form OAuth clients read', async (_, form, status, error) => {
    const request = service.http.post('/api/v1/auth/token').type('form').set(from(buildAddress()));
    const response = await request.set('accept-language', 'ru').send(form);
    expect([response.status, response.body.status, response.body.error]).toEqual([status, status, error]);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect([response.headers['cache-control'], response.headers['pragma']]).toEqual(['no-store', 'no-cache']);
    expect(response.body.title).toMatch(/[а-я]/);
    // RFC 6749 5.2
    expect(response.body.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  });

  it.each([
    [{ grant_type: 'password', password: 'x' }, '/body/username'],
    [{ grant_type: 'password', username: 'anna@example.org' }, '/body/password'],
    [{ grant_type: 'refresh_token' }, '/body/refresh_token'],
  ])('answers 400 for %j and names what is missing', async (body, pointer) => {
    const response = await grant(body);
    expect([response.status, response.body.code, response.body.errors[0].pointer]).toEqual([400, 'request.invalid', pointer]);
  });

  it('answers 415 for JSON', async () => {
    const response = await service.http.post('/api/v1/auth/token').send({ grant_type: 'password' });
    expect(response.status).toBe(415);
  });

  it('counts its failures together with those of the other way in', async () => {
    const account = await buildAccount();
    const address = buildAddress();
    for (let failure = 0; failure < 5; failure += 1) {
      await login({ ...account, password: 'wrong' }, { address });
      await grant({ grant_type: 'password', username: account.email, password: 'wrong' }, address);
    }
    const response = await grant({ grant_type: 'password', username: account.email, password: account.password }, address);
    expect([response.status, response.body.code]).toEqual([429, 'auth.too_many_attempts']);
  });
});

describe('what anybody may call', () => {
  const credentials = [
    'Basic Og==',
    'Basic dXNlcjpwYXNz',
    'Bearer',
    'Bearer x',
    'Bearer eyJhbGciOiJFUzI1NiJ9.e30.x',
    'Digest username="a"',
    'nonsense',
    '',
  ];

  it.each(openEndpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    '%s does not look at Authorization: any answers as none does',
    async (_, { method, path, consumes }) => {
      const session = await buildSession();
      await service.call(contract.logout, { headers: bearer(session.accessToken) });
      const body = { email: 'a', token: 'x', grant_type: 'refresh_token', refresh_token: 'x', refreshToken: 'x' };
      const answer = async (headers: Record<string, string>) => {
        const address = path.startsWith('/.well-known') ? path : `/api/v1${path}`;
        const request = method === 'GET' ? service.http.get(address) : service.http.post(address).type(consumes).send(body);
        return shape(await request.set(headers));
      };
      const bare = await answer({});
      for (const authorization of [...credentials, `Bearer ${session.accessToken}`]) {
        expect([authorization, await answer({ authorization })]).toEqual([authorization, bare]);
      }
    },
  );

  it('lets somebody in whose browser still sends the token of an ended session', async () => {
    const { accessToken, account } = await buildSession();
    await service.call(contract.logout, { headers: bearer(accessToken) });
    const { email, password } = account;
    const headers = { ...bearer(accessToken), ...from(buildAddress()) };
    expect((await service.call(contract.login, { body: { email, password }, headers })).status).toBe(200);
  });
});

describe('the limit on failed sign-ins', () => {
  async function failTimes(count: number, account: Pick<TestAccount, 'email'>, address: string): Promise<number[]> {
    const statuses: number[] = [];
    for (let failure = 0; failure < count; failure += 1) {
      statuses.push((await login({ email: account.email, password: 'wrong' }, { address })).status);
    }
    return statuses;
  }

  /** More at once than the service has connections would test those. */
  async function inTurns(count: number, attempt: () => ReturnType<typeof login>): Promise<number[]> {
    const statuses: number[] = [];
    while (statuses.length < count) {
      const group = Array.from({ length: Math.min(8, count - statuses.length) }, attempt);
      statuses.push(...(await Promise.all(group)).map(({ status }) => status));
    }
    return statuses;
  }

  it('lets ten through, also for an account that does not exist, then answers 429 with a time to wait', async () => {
    const account = await buildAccount();
    for (const target of [account, { email: buildEmail() }]) {
      const address = buildAddress();
      expect(await failTimes(10, target, address)).toEqual(Array.from({ length: 10 }, () => 401));
      const refused = await login({ email: target.email, password: account.password }, { address });
      expect([refused.status, refused.body.code]).toEqual([429, 'auth.too_many_attempts']);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(300);
    }
  });

  it('holds when the attempts come all at once', async () => {
    const account = await buildAccount();
    const address = buildAddress();
    const attempts = Array.from({ length: 30 }, () => login({ ...account, password: 'wrong' }, { address }));
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
  });

  it('does not keep the owner out at another address', async () => {
    const account = await buildAccount();
    await failTimes(11, account, buildAddress());
    expect((await login(account)).status).toBe(200);
  });

  it('begins anew after a success', async () => {
    const account = await buildAccount();
    const address = buildAddress();
    await failTimes(9, account, address);
    expect((await login(account, { address })).status).toBe(200);
    expect(await failTimes(10, account, address)).toEqual(Array.from({ length: 10 }, () => 401));
  });

  it('refuses the hundred and first failure of an account from wherever it comes, but not its owner at a familiar address', async () => {
    const account = await buildAccount();
    const home = buildAddress();
    expect((await login(account, { address: home })).status).toBe(200);
    const statuses = await inTurns(101, () => login({ ...account, password: 'wrong' }));
    expect(statuses.filter((status) => status === 401)).toHaveLength(100);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    expect((await login(account)).body.code).toBe('auth.too_many_attempts');
    expect((await login(account, { address: home })).status).toBe(200);
  });

  it('refuses the two hundred and first failure from one address, of whichever accounts, and counts no success', async () => {
    const address = buildAddress();
    const account = await buildAccount();
    expect((await login(account, { address })).status).toBe(200);
    const statuses = await inTurns(200, () => login({ email: buildEmail(), password: 'wrong' }, { address }));
    expect(new Set(statuses)).toEqual(new Set([401]));
    expect((await login(await buildAccount(), { address })).status).toBe(429);
  });

  it('takes the addresses of one IPv6 network for one', async () => {
    const account = await buildAccount();
    await failTimes(10, account, '2001:db8:1:2::1');
    expect((await login(account, { address: '2001:DB8:1:2:ffff:1:2:3' })).status).toBe(429);
    expect((await login(account, { address: '2001:db8:1:3::1' })).status).toBe(200);
  });
});

describe('POST /auth/logout', () => {
  it('ends the session at every service within a second, and its refresh token at once', async () => {
    const replica = await startReplica();
    const there = (token: string) =>
      fetch(`${replica.url}/api/v1/spaces`, {
        method: 'POST',
        headers: { ...bearer(token), 'content-type': 'application/json' },
      });
    const { accessToken, refreshToken, account } = await buildSession();
    const other = await signInAs(account);
    expect((await there(accessToken)).status).toBe(403);
    expect((await service.call(contract.logout, { headers: bearer(accessToken) })).status).toBe(204);
    const deadline = Date.now() + 1000;
    let answer = await there(accessToken);
    while (answer.status !== 401 && Date.now() < deadline) answer = await there(accessToken);
    expect(await answer.json()).toMatchObject({ status: 401, code: 'auth.token_invalid' });
    expect((await service.call(contract.logout, { headers: bearer(accessToken) })).body.code).toBe('auth.token_invalid');
    expect((await service.call(contract.refresh, { body: { refreshToken } })).body.code).toBe('auth.refresh_invalid');
    expect((await there(other.accessToken)).status).toBe(403);
    expect((await service.call(contract.refresh, { body: { refreshToken: other.refreshToken } })).status).toBe(200);
  });

  it('answers 401 for a token that nobody issued', async () => {
    const forged = await service.call(contract.logout, { headers: bearer('not.a.token') });
    expect([forged.status, forged.body.code]).toEqual([401, 'auth.token_invalid']);
  });

  it('answers 403 under the path of another space', async () => {
    const { accessToken } = await buildSession();
    const response = await service.call(contract.logout, { headers: bearer(accessToken), space: await buildSpace() });
    expect([response.status, response.body.code]).toEqual([403, 'space.mismatch']);
  });

  it('ends one session of an account, not those of others', async () => {
    const [first, second] = [await buildSession(), await buildSession()];
    await service.call(contract.logout, { headers: bearer(first.accessToken) });
    const rows = await service.rows((db) => db.find(SessionEntity));
    expect(rows.find(({ accountId }) => accountId === first.account.id)?.revokedAt).toBeInstanceOf(Date);
    expect(rows.find(({ accountId }) => accountId === second.account.id)?.revokedAt).toBeNull();
  });
});

it('answers 404 and 405 as problem documents', async () => {
  const unknown = await service.http.get(`/api/v1/auth/${randomUUID()}`).set(await asRole('user'));
  expect([unknown.status, unknown.body.code]).toEqual([404, 'route.not_found']);
  const wrongMethod = await service.http.get('/api/v1/auth/login');
  expect([wrongMethod.status, wrongMethod.headers['allow']]).toEqual([405, 'POST']);
});
