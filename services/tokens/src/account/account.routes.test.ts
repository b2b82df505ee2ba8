import * as contract from '@lyceum/contracts/tokens';
import {
  buildAccount,
  buildAddress,
  buildEmail,
  buildPassword,
  buildRegistration,
  buildSession,
  buildSpace,
  from,
} from '../../test/factories.ts';
import { service } from '../../test/tokens-service.ts';
import { AccountEntity } from './account.entity.ts';
import { EmailConfirmationEntity } from './email-confirmation.entity.ts';

const register = (
  body: ReturnType<typeof buildRegistration>,
  options: { space?: string; headers?: Record<string, string> } = {},
) => service.call(contract.register, { body, ...options, headers: { ...from(buildAddress()), ...options.headers } });
const confirm = (token: string, space = 'main') => service.call(contract.confirmEmail, { body: { token }, space });
const login = (body: { email: string; password: string }, space = 'main') =>
  service.call(contract.login, { body, space, headers: from(buildAddress()) });

async function events(name: string, email: string) {
  const rows = await service.outbox(name);
  return rows.filter(({ payload }) => payload['email'] === email);
}

async function mailedToken(email: string): Promise<string> {
  const requested = await events(contract.emailConfirmationRequested.name, email);
  return contract.emailConfirmationRequested.schema.parse(requested.at(-1)?.payload).token;
}

describe('POST /auth/register', () => {
  it('makes an unconfirmed account, tells the others of it and asks for a mail', async () => {
    const body = buildRegistration({ name: 'Ёлка' });
    const response = await register(body, { headers: { 'accept-language': 'ru' } });
    expect([response.status, response.body]).toEqual([202, { status: 'confirmation_sent' }]);
    const [registered] = await events(contract.accountRegistered.name, body.email);
    expect(registered?.payload).toMatchObject({ email: body.email, name: 'Ёлка', locale: 'ru', roles: ['user'] });
    const [requested] = await events(contract.emailConfirmationRequested.name, body.email);
    expect(requested?.payload).toMatchObject({ accountId: registered?.payload['accountId'], name: 'Ёлка', locale: 'ru' });
    expect((await login(body)).body.code).toBe('auth.invalid_credentials');
  });

  it('takes the language of the body before that of the browser', async () => {
    const body = buildRegistration({ locale: 'en' });
    await register(body, { headers: { 'accept-language': 'ru' } });
    expect((await events(contract.accountRegistered.name, body.email))[0]?.payload['locale']).toBe('en');
  });

  it('answers a confirmed address the same, tells its owner and leaves the account alone', async () => {
    const account = await buildAccount({ name: 'Owner' });
    const fresh = await register(buildRegistration());
    const repeated = await register(buildRegistration({ email: account.email, name: 'Somebody' }));
    expect([repeated.status, repeated.body]).toEqual([fresh.status, fresh.body]);
    expect(Object.keys(repeated.headers).sort()).toEqual(Object.keys(fresh.headers).sort());
    const [told] = await events(contract.registrationRepeated.name, account.email);
    expect(told?.payload).toMatchObject({ accountId: account.id, name: 'Owner', locale: 'en' });
    expect(await events(contract.emailConfirmationRequested.name, account.email)).toEqual([]);
    expect((await login(account)).status).toBe(200);
  });

  it('replaces an unconfirmed registration: the last password counts, the earlier mail is worth nothing', async () => {
    const first = buildRegistration();
    const second = { ...first, password: buildPassword(), name: 'Second', locale: 'ru' as const };
    await register(first);
    const earlier = await mailedToken(first.email);
    await register(second);
    const later = await mailedToken(first.email);
    expect((await confirm(earlier)).body.code).toBe('auth.confirmation_invalid');
    expect((await confirm(later)).status).toBe(204);
    expect((await login(first)).status).toBe(401);
    expect((await login(second)).status).toBe(200);
    // The others hold copies of the name and the language, so they are told again.
    const told = await events(contract.accountRegistered.name, first.email);
    expect(told.map(({ payload }) => payload['name'])).toEqual([first.name, 'Second']);
    const account = await service.rows((db) => db.findOneByOrFail(AccountEntity, { email: first.email }));
    expect(account).toMatchObject({ name: 'Second', locale: 'ru' });
  });

  it('does not replace the password of an account that is confirmed at the same moment', async () => {
    const owner = await buildAccount({ emailConfirmedAt: null });
    const thief = buildRegistration({ email: owner.email });
    const answer = await service.rows(async (db) => {
      await db.findOneOrFail(AccountEntity, { where: { id: owner.id }, lock: { mode: 'pessimistic_write' } });
      const pending = register(thief);
      const waitsForUs = 'SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid';
      while ((await db.query<unknown[]>(waitsForUs)).length === 0);
      await db.update(AccountEntity, { id: owner.id }, { emailConfirmedAt: service.clock.now() });
      return { pending };
    });
    expect((await answer.pending).status).toBe(202);
    expect((await login(thief)).status).toBe(401);
    expect((await login(owner)).status).toBe(200);
    expect(await events(contract.registrationRepeated.name, owner.email)).toHaveLength(1);
  });

  it('makes one account of ten registrations at the same time, and answers all', async () => {
    const body = buildRegistration();
    const responses = await Promise.all(Array.from({ length: 10 }, () => register(body)));
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 202));
    expect(await service.rows((db) => db.countBy(AccountEntity, { email: body.email }))).toBe(1);
    expect(await events(contract.accountRegistered.name, body.email)).toHaveLength(1);
    const { id: accountId } = await service.rows((db) => db.findOneByOrFail(AccountEntity, { email: body.email }));
    expect(await service.rows((db) => db.countBy(EmailConfirmationEntity, { accountId }))).toBe(1);
  });

  it('keeps two spaces apart: the same address registers in both and signs in only where the password belongs', async () => {
    const space = await buildSpace();
    const here = buildRegistration();
    const there = { ...here, password: buildPassword() };
    await register(here);
    await confirm(await mailedToken(here.email));
    await register(there, { space });
    const token = await mailedToken(here.email);
    expect((await confirm(token)).body.code).toBe('auth.confirmation_invalid');
    expect((await confirm(token, space)).status).toBe(204);
    expect((await login(here)).status).toBe(200);
    expect((await login(there)).status).toBe(401);
    expect((await login(there, space)).status).toBe(200);
    expect((await login(here, space)).status).toBe(401);
    const spaces = (await events(contract.accountRegistered.name, here.email)).map((row) => row.space);
    expect(spaces.sort()).toEqual(['main', space].sort());
  });

  it('answers 404 for a space that does not exist, as often as it is asked, and writes nothing', async () => {
    const body = buildRegistration();
    for (const _ of [1, 2]) {
      const response = await register(body, { space: 'nowhere' });
      expect([response.status, response.body.code]).toEqual([404, 'space.not_found']);
    }
    expect(await service.rows((db) => db.countBy(AccountEntity, { email: body.email }), 'nowhere')).toBe(0);
    expect(await events(contract.accountRegistered.name, body.email)).toEqual([]);
  });

  it.each([['12345678901234567890'], ['ЙцукенЙцукенЙцукен'], ['AnnaBelovaAnnaBelova']])(
    'answers 422 for the common password %s',
    async (password) => {
      const response = await register(buildRegistration({ password }));
      expect([response.status, response.body.code]).toEqual([422, 'auth.password_too_common']);
    },
  );

  it('accepts 15 lower-case letters, and 128 characters of any kind, to the last one', async () => {
    const long = `${'пароль с пробелами и знаками €'.repeat(5)}`.slice(0, 120);
    for (const password of ['tmzkwqyvhrbnxsd', `${long}12345678`]) {
      const body = buildRegistration({ password });
      expect((await register(body)).status).toBe(202);
      await confirm(await mailedToken(body.email));
      expect((await login({ email: body.email, password: `${password.slice(0, -1)}x` })).status).toBe(401);
      expect((await login(body)).status).toBe(200);
    }
  });

  it.each([
    ['a password of 14 characters', { password: 'tmzkwqyvhrbnxs' }],
    ['a password of 129 characters', { password: 'tmzkwqyvhrbnxsd'.repeat(9).slice(0, 129) }],
    ['no e-mail address', { email: 'anna' }],
    ['an empty name', { name: ' ' }],
  ])('answers 400 for %s', async (_, wrong) => {
    const response = await register(buildRegistration(wrong));
    expect([response.status, response.body.code]).toEqual([400, 'request.invalid']);
    expect(response.body.errors[0].pointer).toBe(`/body/${Object.keys(wrong)[0]}`);
  });

  it('answers 415 for a form', async () => {
    const response = await service.http.post('/api/v1/auth/register').type('form').send(buildRegistration());
    expect(response.status).toBe(415);
  });

  it('answers 429 with a time to wait to an address that registers too often, and to nobody else', async () => {
    const headers = from(buildAddress());
    const replies: number[] = [];
    // Each stops at the blocklist, which is reached after the limit.
    for (let attempt = 0; attempt < 201; attempt += 1) {
      const response = await register(buildRegistration({ password: 'qwertyuiopqwertyuiop' }), { headers });
      replies.push(response.status);
      if (response.status === 429) expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect([replies.indexOf(429), replies.at(-1)]).toEqual([200, 429]);
    expect((await register(buildRegistration())).status).toBe(202);
  });

  it('answers 429 when one e-mail address is registered again and again, known or not', async () => {
    const known = await buildAccount();
    for (const email of [known.email, buildEmail()]) {
      const responses = [];
      for (let attempt = 0; attempt < 11; attempt += 1) responses.push(await register(buildRegistration({ email })));
      expect(responses.map(({ status }) => status)).toEqual([...Array.from({ length: 10 }, () => 202), 429]);
      expect(responses.at(-1)?.body.code).toBe('auth.too_many_attempts');
    }
  });
});

describe('POST /auth/confirm-email', () => {
  it('confirms once, tells the others, and opens the door', async () => {
    const body = buildRegistration();
    await register(body);
    const token = await mailedToken(body.email);
    const responses = await Promise.all([confirm(token), confirm(token), confirm(token)]);
    expect(responses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 400, 400]);
    expect(await events(contract.emailConfirmed.name, body.email)).toHaveLength(1);
    expect((await login(body)).status).toBe(200);
    expect((await confirm(token)).body.code).toBe('auth.confirmation_invalid');
  });

  it('answers 400 after 24 hours', async () => {
    const body = buildRegistration();
    await register(body);
    const token = await mailedToken(body.email);
    service.clock.advance(24 * 3_600_000);
    const response = await confirm(token);
    service.clock.reset();
    expect([response.status, response.body.code]).toEqual([400, 'auth.confirmation_invalid']);
  });

  it.each([
    ['a token nobody was sent', { token: 'x'.repeat(43) }, 'auth.confirmation_invalid'],
    ['no token', {}, 'request.invalid'],
  ])('answers 400 for %s', async (_, body, code) => {
    const response = await service.http.post('/api/v1/auth/confirm-email').send(body);
    expect([response.status, response.body.code]).toEqual([400, code]);
  });

  it('answers 415 for a form', async () => {
    const response = await service.http.post('/api/v1/auth/confirm-email').type('form').send({ token: 'x' });
    expect(response.status).toBe(415);
  });
});

it('stores no password and no token that could be used: not one of them is found in any table', async () => {
  const body = buildRegistration();
  await register(body);
  const token = await mailedToken(body.email);
  await confirm(token);
  const { refreshToken, accessToken, account } = await buildSession();
  // What waits to be sent carries the token to the mail; nothing else does.
  await service.rows((db) => db.query('DELETE FROM outbox'));
  const dump = await service.rows(async (db) => {
    const tables = ['accounts', 'email_confirmations', 'sessions', 'refresh_tokens', 'spaces', 'idempotency_keys', 'outbox'];
    const rows = await Promise.all(tables.map((table) => db.query(`SELECT t::text FROM ${table} t`)));
    return JSON.stringify(rows);
  });
  for (const known of [body.email, account.email]) expect(dump).toContain(known);
  for (const secret of [body.password, account.password, token, accessToken, refreshToken]) {
    expect(dump).not.toContain(secret);
  }
});
