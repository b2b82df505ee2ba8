import { generateKeyPairSync } from 'node:crypto';
import { programs } from '@lyceum/contracts/program-generation/program';
import { authTokenInvalid, serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import { spaces } from '@lyceum/contracts/tokens/space';
import { asStaff, asUser } from '@lyceum/testing/actors';
import { createTestClock } from '@lyceum/testing/clock';
import { hostileTokens } from '@lyceum/testing/hostile-tokens';
import { startTestKeys, type TestKeys } from '@lyceum/testing/keys';
import jwt from 'jsonwebtoken';
import { createVerifier, type Verifier } from './verifier.ts';

const issuer = 'http://issuer.test';
const clock = createTestClock();
let keys: TestKeys;
let verifier: Verifier;

beforeAll(async () => {
  keys = await startTestKeys();
  verifier = createVerifier({ jwksUrl: `${keys.url}/.well-known/jwks.json`, issuer, clock });
});
afterAll(() => keys.stop());

const sign = (claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}) =>
  keys.sign(asUser(), { issuer, now: clock.now(), claims, header });

describe('an access token', () => {
  it('tells who speaks, where and what he may do', async () => {
    const staff = asStaff({ space: 'school', locale: 'ru' });
    const actor = await verifier.verify(keys.sign(staff, { issuer, now: clock.now() }));
    expect(actor).toMatchObject({ id: staff.id, sessionId: staff.sessionId, space: 'school', locale: 'ru', roles: ['staff'] });
    expect([actor.can(programs.readAny), actor.can(spaces.create)]).toEqual([true, false]);
  });

  it('is accepted with both spellings of its type', async () => {
    await expect(verifier.verify(sign({}, { typ: 'application/at+jwt' }))).resolves.toMatchObject({ space: 'main' });
  });

  it.each([
    ['no type', () => sign({}, { typ: undefined })],
    ['the type JWT', () => sign({}, { typ: 'JWT' })],
    ['no expiry', () => sign({ exp: undefined })],
    ['another issuer', () => sign({ iss: 'http://else.test' })],
    ['another audience', () => sign({ aud: 'else' })],
    ['no audience', () => sign({ aud: undefined })],
    ['no session', () => sign({ sid: undefined })],
    ['an unknown role', () => sign({ roles: ['root'] })],
    ['an unknown key', () => sign({}, { kid: 'unknown' })],
    ['no key', () => sign({}, { kid: undefined })],
    ['a future start', () => sign({ nbf: Math.floor(Date.now() / 1000) + 600 })],
    ['no signature', () => `${sign().split('.').slice(0, 2).join('.')}.`],
    ['a changed payload', () => withPayload(sign(), { roles: ['admin'] })],
    ['algorithm none', () => unsigned(sign())],
    ['an HMAC with the public key', () => hmacWithPublicKey()],
    ['the key of somebody else', () => otherKey()],
    ['no structure at all', () => 'garbage'],
    ['no JSON inside', () => 'a.b.c'],
  ])('with %s is refused', async (_name, make) => {
    await expect(verifier.verify(make())).rejects.toMatchObject({ problem: authTokenInvalid });
  });

  it('is refused when it was signed with the right key but is not what we sign, whatever it is', async () => {
    const tokens = hostileTokens(keys, { actor: asUser(), issuer, now: clock.now() });
    const outcomes = await Promise.all(
      tokens.map(async ([name, token]) => {
        const outcome = await verifier.verify(token).then(() => 'accepted', String);
        return `${name}: ${outcome}`;
      }),
    );
    expect(outcomes.length).toBeGreaterThan(300);
    expect(outcomes.filter((outcome) => !outcome.endsWith('DomainError: auth.token_invalid'))).toEqual([]);
  });

  it('is accepted from a clock that is half a minute ahead', async () => {
    const iat = Math.floor(clock.now().getTime() / 1000) + 30;
    await expect(verifier.verify(sign({ iat, exp: iat + 900 }))).resolves.toBeDefined();
  });

  it('is refused once it has expired, even when it was cached', async () => {
    const token = sign();
    await verifier.verify(token);
    expect(verifier.cached(token)).toBeDefined();
    clock.advance(901_000);
    expect(verifier.cached(token)).toBeUndefined();
    await expect(verifier.verify(token)).rejects.toMatchObject({ problem: authTokenInvalid });
    clock.reset();
  });

  it('is still verified while the keys cannot be fetched again, and nobody is without any', async () => {
    const gone = await startTestKeys();
    const jwksUrl = `${gone.url}/.well-known/jwks.json`;
    const known = createVerifier({ jwksUrl, issuer, clock });
    const token = () => gone.sign(asUser(), { issuer, now: clock.now() });
    await known.verify(token());
    await gone.stop();
    clock.advance(400_000);
    await expect(known.verify(token())).resolves.toBeDefined();
    const unknowing = createVerifier({ jwksUrl, issuer, clock });
    await expect(unknowing.verify(token())).rejects.toMatchObject({ problem: serviceUnavailable });
    clock.reset();
  });
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const getClaims = (token: string) => jwt.decode(token, { json: true }) ?? {};

function withPayload(token: string, change: Record<string, unknown>): string {
  const [header, , signature] = token.split('.');
  return `${header}.${encode({ ...getClaims(token), ...change })}.${signature}`;
}

function unsigned(token: string): string {
  return `${encode({ alg: 'none', typ: 'at+jwt', kid: keys.kid })}.${encode(getClaims(token))}.`;
}

function hmacWithPublicKey(): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const secret = publicKey.export({ format: 'pem', type: 'spki' });
  return jwt.sign(getClaims(sign()), secret.toString(), {
    algorithm: 'HS256',
    header: { alg: 'HS256', typ: 'at+jwt', kid: keys.kid },
  });
}

function otherKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return jwt.sign(getClaims(sign()), privateKey, { algorithm: 'ES256', header: { alg: 'ES256', typ: 'at+jwt', kid: keys.kid } });
}
