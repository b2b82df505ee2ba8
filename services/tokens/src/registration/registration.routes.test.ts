import * as contract from '@lyceum/contracts/tokens/registration';
import * as sessionContract from '@lyceum/contracts/tokens/session';
import type { EntityManager } from 'typeorm';
import {
  buildAccount,
  buildAddress,
  buildEmail,
  buildPassword,
  buildRegistration,
  buildSession,
  buildSpace,
  from,
  mailsTo,
} from '../../test/factories.ts';
import { service } from '../../test/tokens-service.ts';
import { AccountEntity } from '../account/account.entity.ts';
import { lockAddress } from './lock-address.ts';
import { RegistrationEntity } from './registration.entity.ts';

const register = (
  body: ReturnType<typeof buildRegistration>,
  options: { space?: string; headers?: Record<string, string> } = {},
) => service.call(contract.register, { body, ...options, headers: { ...from(buildAddress()), ...options.headers } });
const confirm = (token: string, space = 'main', password?: string) =>
  service.call(contract.confirmEmail, { body: password === undefined ? { token } : { token, password }, space });
const login = ({ email, password }: { email: string; password: string }, space = 'main') =>
  service.call(sessionContract.login, { body: { email, password }, space, headers: from(buildAddress()) });

async function events(name: string, email: string) {
  const rows = await service.outbox(name);
  return rows.filter(({ payload }) => payload['email'] === email);
}

/** Tokens of the mails to the address, the newest last. */
async function mailedTokens(email: string): Promise<string[]> {
  return (await mailsTo(email)).map(({ token }) => token);
}

async function mailedToken(email: string): Promise<string> {
  const token = (await mailedTokens(email)).at(-1);
  if (token === undefined) throw new Error(`no mail to ${email}`);
  return token;
}

/** Resolves when so many wait for a lock of this test. */
async function waiters(db: EntityManager, count: number): Promise<void> {
  const query = `SELECT 1 FROM pg_locks w JOIN pg_locks h USING (locktype, database, classid, objid, objsubid)
    WHERE locktype = 'advisory' AND NOT w.granted AND h.granted AND h.pid = pg_backend_pid()`;
  while ((await db.query<unknown[]>(query)).length < count);
}

describe('POST /auth/register', () => {
  it('keeps what was chosen, asks for a mail, and makes no account that anybody hears of', async () => {
    const body = buildRegistration({ name: 'Ёлка' });
    const response = await register(body, { headers: { 'accept-language': 'ru' } });
    expect([response.status, response.body]).toEqual([202, { status: 'confirmation_sent' }]);
    const [mail] = await mailsTo(body.email);
    expect(mail).toMatchObject({ kind: 'email-confirmation', to: { email: body.email, locale: 'ru' } });
    expect(JSON.stringify(mail)).not.toContain('Ёлка');
    expect(await events(contract.accountRegistered.name, body.email)).toEqual([]);
    expect(await service.rows((db) => db.countBy(AccountEntity, { email: body.email }))).toBe(0);
    expect((await login(body)).body.code).toBe('auth.invalid_credentials');
  });

  it('takes the language of the body before that of the browser', async () => {
    const body = buildRegistration({ locale: 'en' });
    await register(body, { headers: { 'accept-language': 'ru' } });
    expect((await mailsTo(body.email))[0]?.to?.locale).toBe('en');
  });

  it('answers a confirmed address the same, tells its owner and leaves the account alone', async () => {
    const account = await buildAccount({ name: 'Owner' });
    const fresh = await register(buildRegistration());
    const repeated = await register(buildRegistration({ email: account.email, name: 'Somebody' }));
    expect([repeated.status, repeated.body]).toEqual([fresh.status, fresh.body]);
    expect(Object.keys(repeated.headers).sort()).toEqual(Object.keys(fresh.headers).sort());
    expect(await mailsTo(account.email)).toMatchObject([
      { kind: 'registration-repeated', accountId: account.id, to: { name: 'Owner', locale: 'en' } },
    ]);
    expect((await login(account)).status).toBe(200);
  });

  it('sends the registration another mail when it comes again with the same password, and either link confirms it', async () => {
    const first = buildRegistration();
    const second = { ...first, name: 'Second', locale: 'ru' as const };
    await register(first);
    const earlier = await mailedToken(first.email);
    await register(second);
    expect((await mailsTo(first.email)).map(({ contested }) => contested)).toEqual([false, false]);
    expect((await confirm(earlier)).status).toBe(204);
    expect((await confirm(await mailedToken(first.email))).body.code).toBe('auth.confirmation_invalid');
    const account = await service.rows((db) => db.findOneByOrFail(AccountEntity, { email: first.email }));
    expect(account).toMatchObject({ name: 'Second', locale: 'ru' });
    expect(await service.rows((db) => db.countBy(RegistrationEntity, { email: first.email }))).toBe(0);
  });

  it('keeps registrations with different passwords beside each other, and says so in the later mail', async () => {
    const first = buildRegistration();
    await register(first);
    await register({ ...first, password: buildPassword() });
    expect((await mailsTo(first.email)).map(({ contested }) => contested)).toEqual([false, true]);
    const waiting = await service.rows((db) => db.findBy(RegistrationEntity, { email: first.email }));
    expect(waiting.map(({ contested }) => contested)).toEqual([true, true]);
  });

  it('tells the owner instead when the address is confirmed at the same moment', async () => {
    const owner = buildRegistration();
    await register(owner);
    const token = await mailedToken(owner.email);
    const thief = buildRegistration({ email: owner.email });
    const pending = await service.rows(async (db) => {
      await lockAddress(db, { space: 'main' }, owner.email);
      const confirming = confirm(token);
      await waiters(db, 1);
      const registering = register(thief);
      await waiters(db, 2);
      return { confirming, registering };
    });
    expect((await pending.confirming).status).toBe(204);
    expect((await pending.registering).status).toBe(202);
    expect((await login(thief)).status).toBe(401);
    expect((await login(owner)).status).toBe(200);
    expect((await mailsTo(owner.email)).filter(({ kind }) => kind === 'registration-repeated')).toHaveLength(1);
  });

  it('keeps one registration of ten that come at the same time, and answers all', async () => {
    const body = buildRegistration();
    const responses = await Promise.all(Array.from({ length: 10 }, () => register(body)));
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 202));
    expect(await service.rows((db) => db.countBy(RegistrationEntity, { email: body.email }))).toBe(1);
  });

  it.each([0, 1, 2])(
    'confirms by the link of mail %s of three that were asked for at the same time, and once',
    async (followed) => {
      const body = buildRegistration();
      await Promise.all(Array.from({ length: 3 }, () => register(body)));
      const tokens = await mailedTokens(body.email);
      expect(tokens).toHaveLength(3);
      const [first = ''] = tokens.splice(followed, 1);
      expect((await confirm(first)).status).toBe(204);
      for (const token of tokens) expect((await confirm(token)).body.code).toBe('auth.confirmation_invalid');
      expect((await login(body)).status).toBe(200);
    },
  );

  it('gives a registration that begins anew a link of its own: that of the forgotten one is worth nothing', async () => {
    const body = buildRegistration();
    await register(body);
    const forgotten = await mailedToken(body.email);
    await service.rows((db) => db.delete(RegistrationEntity, { email: body.email }));
    await register(body);
    expect((await confirm(forgotten)).body.code).toBe('auth.confirmation_invalid');
    expect((await confirm(await mailedToken(body.email))).status).toBe(204);
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
    expect(spaces.toSorted()).toEqual(['main', space].sort());
  });

  it('answers 404 for a space that does not exist, as often as it is asked, and writes nothing', async () => {
    const body = buildRegistration();
    for (const _ of [1, 2]) {
      const response = await register(body, { space: 'nowhere' });
      expect([response.status, response.body.code]).toEqual([404, 'space.not_found']);
    }
    expect(await service.rows((db) => db.countBy(RegistrationEntity, { email: body.email }), 'nowhere')).toBe(0);
    expect(await mailsTo(body.email)).toEqual([]);
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

  it('answers 429 when one address registers the same e-mail again and again, known or not, and to nobody else', async () => {
    const known = await buildAccount();
    for (const email of [known.email, buildEmail()]) {
      const headers = from(buildAddress());
      const responses = [];
      for (let attempt = 0; attempt < 11; attempt += 1) {
        responses.push(await register(buildRegistration({ email }), { headers }));
      }
      expect(responses.map(({ status }) => status)).toEqual([...Array.from({ length: 10 }, () => 202), 429]);
      expect(responses.at(-1)?.body.code).toBe('auth.too_many_attempts');
      expect((await register(buildRegistration({ email }))).status).toBe(202);
    }
  });

  it('sends one e-mail no more than a hundred mails an hour, from however many addresses they are asked for', async () => {
    const email = buildEmail();
    const replies: number[] = [];
    // Each stops at the blocklist, which is reached after the limit.
    const body = buildRegistration({ email, password: 'qwertyuiopqwertyuiop' });
    for (let attempt = 0; attempt < 101; attempt += 1) replies.push((await register(body)).status);
    expect([replies.indexOf(429), replies.length]).toEqual([100, 101]);
  });
});

describe('POST /auth/confirm-email', () => {
  it('confirms once, tells the others of the account, and opens the door', async () => {
    const body = buildRegistration({ name: 'Ёлка', locale: 'ru' });
    await register(body);
    const token = await mailedToken(body.email);
    const responses = await Promise.all([confirm(token), confirm(token), confirm(token)]);
    expect(responses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 400, 400]);
    const [{ accountId } = {}] = await mailsTo(body.email);
    const registered = await events(contract.accountRegistered.name, body.email);
    expect(registered.map(({ payload }) => payload)).toMatchObject([
      { accountId, email: body.email, name: 'Ёлка', locale: 'ru', roles: ['user'] },
    ]);
    const confirmed = await events(contract.emailConfirmed.name, body.email);
    expect(confirmed.map(({ payload }) => payload)).toMatchObject([{ accountId }]);
    expect((await login(body)).status).toBe(200);
    expect((await confirm(token)).body.code).toBe('auth.confirmation_invalid');
  });

  it('refuses a wrong password even where the link alone would do, and takes the right one', async () => {
    const body = buildRegistration();
    await register(body);
    const token = await mailedToken(body.email);
    const refused = await confirm(token, 'main', buildPassword());
    expect([refused.status, refused.body.code]).toEqual([403, 'auth.registration_password_wrong']);
    expect((await confirm(token, 'main', body.password)).status).toBe(204);
  });

  it('answers 409 in the language of the caller when a contested registration comes without its password', async () => {
    const body = buildRegistration();
    await register(body);
    await register({ ...body, password: buildPassword() });
    const token = await mailedToken(body.email);
    const refused = await service.call(contract.confirmEmail, { body: { token }, headers: { 'accept-language': 'ru' } });
    expect([refused.status, refused.body.code]).toEqual([409, 'auth.registration_contested']);
    expect(refused.body.title).toContain('укажите пароль');
  });

  it('answers 429 after ten passwords for one link', async () => {
    const body = buildRegistration();
    await register(body);
    const token = await mailedToken(body.email);
    const statuses: number[] = [];
    for (let guess = 0; guess < 11; guess += 1) statuses.push((await confirm(token, 'main', buildPassword())).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 403), 429]);
  });

  it('takes over an account that the release before made and nobody confirmed, with all that was chosen now', async () => {
    const old = await buildAccount({ emailConfirmedAt: null, name: 'Attacker' });
    const body = buildRegistration({ email: old.email, name: 'Owner', locale: 'ru' });
    await register(body);
    expect((await confirm(await mailedToken(body.email))).status).toBe(204);
    expect((await login(old)).status).toBe(401);
    expect((await login(body)).status).toBe(200);
    const [registered] = await events(contract.accountRegistered.name, body.email);
    expect(registered?.payload).toMatchObject({ accountId: old.id, name: 'Owner', locale: 'ru' });
  });

  it('answers 400 when the address got a confirmed account meanwhile', async () => {
    const body = buildRegistration();
    await register(body);
    const account = await buildAccount({ email: body.email });
    expect((await confirm(await mailedToken(body.email))).body.code).toBe('auth.confirmation_invalid');
    expect((await login(body)).status).toBe(401);
    expect((await login(account)).status).toBe(200);
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
  const waiting = buildRegistration();
  await register(waiting);
  const { refreshToken, accessToken, account } = await buildSession();
  // What waits to be sent carries the token to the mail; nothing else does.
  await service.rows((db) => db.query('DELETE FROM outbox'));
  const dump = await service.rows(async (db) => {
    const tables = ['accounts', 'registrations', 'sessions', 'refresh_tokens', 'spaces', 'idempotency_keys', 'outbox'];
    const rows = await Promise.all(tables.map((table) => db.query(`SELECT t::text FROM ${table} t`)));
    return JSON.stringify(rows);
  });
  for (const known of [body.email, waiting.email, account.email]) expect(dump).toContain(known);
  for (const secret of [body.password, waiting.password, account.password, token, accessToken, refreshToken]) {
    expect(dump).not.toContain(secret);
  }
});
