import * as contract from '@lyceum/contracts/tokens/session';
import { bearer, buildSession, buildSpace } from '../../test/factories.ts';
import { service } from '../../test/tokens-service.ts';
import { verifyAccess } from '../../test/verify-access.ts';
import { AccountEntity } from '../account/account.entity.ts';
import { hashSecret } from '../account/hash-secret.ts';
import { RefreshTokenEntity } from './refresh-token.entity.ts';
import { SessionEntity } from './session.entity.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const refresh = (refreshToken: string, space = 'main') => service.call(contract.refresh, { body: { refreshToken }, space });

async function refreshed(refreshToken: string): Promise<contract.Session> {
  return contract.session.parse((await refresh(refreshToken)).body);
}

afterEach(() => service.clock.reset());

it('exchanges token after token, each for the next, in one session', async () => {
  const session = await buildSession();
  const seen = new Set([session.refreshToken]);
  let current: contract.Session = session;
  for (let time = 0; time < 5; time += 1) {
    service.clock.advance(hourMs);
    current = await refreshed(current.refreshToken);
    seen.add(current.refreshToken);
    const actor = await verifyAccess(current.accessToken);
    expect(actor).toMatchObject({ id: session.account.id, sessionId: (await verifySession(session)).id });
  }
  expect(seen.size).toBe(6);
});

it('gives a token that came back within ten seconds the same successor, also when that was used already', async () => {
  const { refreshToken } = await buildSession();
  const first = await refreshed(refreshToken);
  service.clock.advance(9_000);
  const repeat = await refreshed(refreshToken);
  expect(repeat.refreshToken).toBe(first.refreshToken);
  const next = await refreshed(repeat.refreshToken);
  expect((await refreshed(refreshToken)).refreshToken).toBe(first.refreshToken);
  expect((await refreshed(first.refreshToken)).refreshToken).toBe(next.refreshToken);
});

it('gives fifty requests at once fifty usable answers and one family', async () => {
  const session = await buildSession();
  const responses = await Promise.all(Array.from({ length: 50 }, () => refresh(session.refreshToken)));
  expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
  const pairs = responses.map(({ body }) => contract.session.parse(body));
  expect(new Set(pairs.map(({ refreshToken }) => refreshToken)).size).toBe(1);
  const { id: sessionId } = await verifySession(session);
  for (const { accessToken } of pairs) expect(await verifyAccess(accessToken)).toMatchObject({ sessionId });
  expect(await service.rows((db) => db.countBy(RefreshTokenEntity, { sessionId }))).toBe(2);
  expect((await refresh(pairs[49]?.refreshToken ?? '')).status).toBe(200);
});

it('ends the session for both holders when a used token comes after the grace time', async () => {
  const session = await buildSession();
  const thief = await refreshed(session.refreshToken);
  service.clock.advance(10_001);
  const victim = await refresh(session.refreshToken);
  expect([victim.status, victim.body.code]).toEqual([401, 'auth.refresh_invalid']);
  expect((await refresh(thief.refreshToken)).body.code).toBe('auth.refresh_invalid');
  for (const { accessToken } of [session, thief]) {
    expect((await service.call(contract.logout, { headers: bearer(accessToken) })).body.code).toBe('auth.token_invalid');
  }
  expect((await verifySession(session)).revokedAt).toEqual(expect.any(Date));
});

it('ends the session as well when old tokens of the chain come at the same time as the newest', async () => {
  const session = await buildSession();
  const second = await refreshed(session.refreshToken);
  service.clock.advance(11_000);
  const third = await refreshed(second.refreshToken);
  service.clock.advance(11_000);
  const tokens = [session.refreshToken, second.refreshToken, third.refreshToken];
  const responses = await Promise.all([...tokens, ...tokens, ...tokens].map((token) => refresh(token)));
  expect(responses.filter(({ status }) => status >= 500)).toEqual([]);
  for (const token of tokens) expect((await refresh(token)).status).toBe(401);
});

it('ends a session that was not refreshed for seven days', async () => {
  const { refreshToken } = await buildSession();
  service.clock.advance(7 * dayMs - 1000);
  const { refreshToken: next } = await refreshed(refreshToken);
  service.clock.advance(7 * dayMs);
  expect((await refresh(next)).body.code).toBe('auth.refresh_invalid');
});

it('ends every session after thirty days, however often it is refreshed, and its access tokens with it', async () => {
  service.clock.set(new Date());
  let current: contract.Session = await buildSession();
  for (let time = 0; time < 5; time += 1) {
    service.clock.advance(6 * dayMs - 10_000);
    current = await refreshed(current.refreshToken);
  }
  expect(current).toMatchObject({ expiresIn: 50, refreshExpiresIn: 50 });
  service.clock.advance(50_000);
  expect((await refresh(current.refreshToken)).body.code).toBe('auth.refresh_invalid');
});

it('puts the roles the account has now into the next access token', async () => {
  const session = await buildSession();
  await service.rows((db) => db.update(AccountEntity, { id: session.account.id }, { roles: ['user', 'staff'] }));
  const { accessToken } = await refreshed(session.refreshToken);
  expect((await verifyAccess(accessToken)).roles).toEqual(['user', 'staff']);
});

it('knows a token only under the path of its own space', async () => {
  const space = await buildSpace();
  const { refreshToken } = await buildSession({ space });
  expect((await refresh(refreshToken)).body.code).toBe('auth.refresh_invalid');
  expect((await refresh(refreshToken, space)).status).toBe(200);
});

it('cannot be continued by a reader of the database: the stored values make no token', async () => {
  const { refreshToken } = await buildSession();
  const { refreshToken: successor } = await refreshed(refreshToken);
  const used = await service.rows((db) => db.findOneByOrFail(RefreshTokenEntity, { tokenHash: hashSecret(refreshToken) }));
  const next = await service.rows((db) => db.findOneByOrFail(RefreshTokenEntity, { tokenHash: hashSecret(successor) }));
  expect(used.successorSalt).toEqual(expect.any(String));
  for (const stored of [used.tokenHash, used.successorSalt ?? '', next.tokenHash]) {
    expect(stored).not.toBe(successor);
    expect((await refresh(stored)).status).toBe(401);
  }
});

it.each([['x'], ['x'.repeat(43)], ['x'.repeat(200)], ['\u0000'], ["' OR 1=1 --"]])(
  'answers 401 for the text %s',
  async (text) => {
    const response = await refresh(text);
    expect([response.status, response.body.code]).toEqual([401, 'auth.refresh_invalid']);
  },
);

it('answers 400 without a token and 415 for a form', async () => {
  const empty = await service.http.post('/api/v1/auth/refresh').send({});
  expect([empty.status, empty.body.errors[0].pointer]).toEqual([400, '/body/refreshToken']);
  expect((await service.http.post('/api/v1/auth/refresh').type('form').send({ refreshToken: 'x' })).status).toBe(415);
});

/** The row of the session this pair was signed in with. */
async function verifySession({ refreshToken }: contract.Session) {
  return service.rows(async (db) => {
    const { sessionId } = await db.findOneByOrFail(RefreshTokenEntity, { tokenHash: hashSecret(refreshToken) });
    return db.findOneByOrFail(SessionEntity, { id: sessionId });
  });
}
