import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { authTokenInvalid } from '@lyceum/contracts/shared/common-problems';
import { jwks } from '@lyceum/contracts/tokens/signing-key';
import jwt from 'jsonwebtoken';
import { buildSession } from '../../test/factories.ts';
import { keyEncryptionSecret, service } from '../../test/tokens-service.ts';
import { verifyAccess } from '../../test/verify-access.ts';
import { decryptPrivateKey } from '../signing-key/encrypt-private-key.ts';
import { SigningKeyEntity } from '../signing-key/signing-key.entity.ts';

interface Forgery {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  key?: KeyObject | Buffer;
}

/** A token as the service signs it, with its own key, but for one fault. */
async function forge({ header = {}, claims = {}, key }: Forgery): Promise<string> {
  const { accessToken } = await buildSession();
  const genuine = jwt.decode(accessToken, { complete: true });
  const merged = { ...(genuine?.payload as jwt.JwtPayload), ...claims }; // our tokens hold an object
  const payload = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
  return encode({ ...genuine?.header, ...header }, payload, key ?? (await privateKey()));
}

/** Written by hand: the library refuses to sign some of these. */
function encode(header: object, payload: object, key: KeyObject | Buffer): string {
  const defined = JSON.stringify(header);
  const input = `${Buffer.from(defined).toString('base64url')}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
  const { alg } = JSON.parse(defined);
  return `${input}.${alg === 'none' ? '' : signature(alg, input, key)}`;
}

function signature(algorithm: string, input: string, key: KeyObject | Buffer): string {
  if (algorithm === 'HS256') return createHmac('sha256', key).update(input).digest('base64url');
  if (Buffer.isBuffer(key)) throw new Error('a secret signs with HS256 only');
  return sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}

async function privateKey(): Promise<KeyObject> {
  const [row] = await service.rows((db) => db.find(SigningKeyEntity));
  return decryptPrivateKey(row?.privateKey ?? '', row?.kid ?? '', keyEncryptionSecret);
}

const seconds = () => Math.floor(service.clock.now().getTime() / 1000);

it('accepts its own token, also written by hand', async () => {
  expect(await verifyAccess(await forge({}))).toMatchObject({ space: 'main', roles: ['user'] });
  expect(await verifyAccess(await forge({ header: { typ: 'application/at+jwt' } }))).toMatchObject({ space: 'main' });
});

const attacks: readonly [string, Forgery | (() => Promise<Forgery>)][] = [
  ['no typ', { header: { typ: undefined } }],
  ['the typ of another kind of token', { header: { typ: 'JWT' } }],
  ['no kid', { header: { kid: undefined } }],
  ['a kid that was never published', { header: { kid: randomUUID() } }],
  ['no expiry', { claims: { exp: undefined } }],
  ['an expiry that has passed', { claims: { exp: 1 } }],
  ['a start that has not come', () => Promise.resolve({ claims: { nbf: seconds() + 600 } })],
  ['another issuer', { claims: { iss: 'http://elsewhere.test' } }],
  ['no issuer', { claims: { iss: undefined } }],
  ['another audience', { claims: { aud: 'elsewhere' } }],
  ['no audience', { claims: { aud: undefined } }],
  ['no subject', { claims: { sub: undefined } }],
  ['no space', { claims: { space: undefined } }],
  ['an invented role', { claims: { roles: ['root'] } }],
  ['the algorithm none', { header: { alg: 'none' } }],
  ['the algorithm ES384 in the header', { header: { alg: 'ES384' } }],
  ['the key of somebody else under a known kid', { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }],
  [
    'HS256 with the public key for a secret',
    async () => {
      const [published] = jwks.response.parse((await service.call(jwks)).body).keys;
      if (!published) throw new Error('no key is published');
      const pem = createPublicKey({ key: published, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
      return { header: { alg: 'HS256' }, key: Buffer.from(pem) };
    },
  ],
  [
    'a key of its own in the header',
    () => {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return Promise.resolve({ header: { jwk: pair.publicKey.export({ format: 'jwk' }) }, key: pair.privateKey });
    },
  ],
];

it.each(attacks)('is refused with %s', async (_, attack) => {
  const token = await forge(typeof attack === 'function' ? await attack() : attack);
  await expect(verifyAccess(token)).rejects.toMatchObject({ problem: authTokenInvalid });
  const response = await service.http.post('/api/v1/auth/logout').set('authorization', `Bearer ${token}`);
  expect([response.status, response.body.code]).toEqual([401, 'auth.token_invalid']);
  expect(response.headers['www-authenticate']).toContain('error="invalid_token"');
});

it('is refused with a changed claim under the old signature', async () => {
  const { accessToken } = await buildSession();
  const [header, payload = '', signed] = accessToken.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const changed = Buffer.from(JSON.stringify({ ...claims, roles: ['admin'] })).toString('base64url');
  await expect(verifyAccess([header, changed, signed].join('.'))).rejects.toMatchObject({ problem: authTokenInvalid });
});

it('is refused once its fifteen minutes are over', async () => {
  const { accessToken } = await buildSession();
  service.clock.advance(899_000);
  await verifyAccess(accessToken);
  service.clock.advance(1_001);
  await expect(verifyAccess(accessToken)).rejects.toMatchObject({ problem: authTokenInvalid });
  service.clock.reset();
});
