import { enqueue } from '@lyceum/common/outbox';
import * as contract from '@lyceum/contracts/tokens/signing-key';
import jwt from 'jsonwebtoken';
import { buildSession, signInAs } from '../../test/factories.ts';
import { keyEncryptionSecret, service, startReplica } from '../../test/tokens-service.ts';
import { newVerifier, verifyAccess } from '../../test/verify-access.ts';
import { decryptPrivateKey } from './encrypt-private-key.ts';
import { signingKeySchedule } from './rotate-signing-keys.job.ts';
import { SigningKeyEntity } from './signing-key.entity.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const published = async () => contract.jwks.response.parse((await service.call(contract.jwks)).body).keys;
const getKid = (token: string) => jwt.decode(token, { complete: true })?.header.kid;

/** What the schedule does every hour. */
async function rotate() {
  const ctx = service.context();
  await service.rows((db) => enqueue(db, ctx, signingKeySchedule.job, {}));
  for (const { error } of await service.runJobs()) expect(error).toBeUndefined();
}

it('publishes the public key only, to anybody, and the database holds the private one encrypted', async () => {
  const response = await service.call(contract.jwks);
  expect(response.status).toBe(200);
  expect(response.body.keys).toHaveLength(1);
  expect(Object.keys(response.body.keys[0]).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  const stored = await service.rows((db) => db.find(SigningKeyEntity));
  const { d } = decryptPrivateKey(stored[0]?.privateKey ?? '', stored[0]?.kid ?? '', keyEncryptionSecret).export({
    format: 'jwk',
  });
  expect(d).toHaveLength(43);
  expect(JSON.stringify(stored)).not.toContain(d);
});

it('reads a private key with its own secret and for its own kid only', async () => {
  const [key] = await service.rows((db) => db.find(SigningKeyEntity));
  expect(key).toBeDefined();
  const { privateKey = '', kid = '' } = key ?? {};
  expect(decryptPrivateKey(privateKey, kid, keyEncryptionSecret).asymmetricKeyType).toBe('ec');
  expect(() => decryptPrivateKey(privateKey, kid, 'x'.repeat(64))).toThrow('KEY_ENCRYPTION_SECRET');
  expect(() => decryptPrivateKey(privateKey, 'another kid', keyEncryptionSecret)).toThrow('KEY_ENCRYPTION_SECRET');
});

it('signs what the kit verifies: ES256, at+jwt, fifteen minutes, issuer, audience and the claims of the account', async () => {
  const { accessToken, account } = await buildSession({ roles: ['user', 'staff'], locale: 'ru' });
  expect(await verifyAccess(accessToken)).toMatchObject({
    id: account.id,
    space: 'main',
    roles: ['user', 'staff'],
    locale: 'ru',
  });
  const { header, payload } = jwt.decode(accessToken, { complete: true }) ?? {};
  expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: (await published())[0]?.kid });
  expect(payload).toMatchObject({ iss: 'http://lyceum.test', aud: 'lyceum', amr: ['pwd'] });
  const { iat = 0, exp = 0 } = payload as jwt.JwtPayload; // our tokens hold an object
  expect(exp - iat).toBe(900);
});

it('publishes a key long before it signs, and keeps it long after, so that no valid token is ever refused', async () => {
  const account = (await buildSession()).account;
  const verifier = newVerifier();
  const [first] = await published();
  const signed: { token: string; at: number }[] = [];
  service.clock.advance(30 * dayMs);
  await rotate();
  const [next, ...others] = (await published()).filter(({ kid }) => kid !== first?.kid);
  expect(others).toEqual([]);

  // Two hours in steps of five minutes, with the hourly job: every token is accepted until it expires.
  for (let step = 0; step < 24; step += 1) {
    if (step % 12 === 0) await rotate();
    const now = service.clock.now().getTime();
    signed.push({ token: (await signInAs(account)).accessToken, at: now });
    // One verifier remembers keys and tokens, the other has just started.
    const fresh = newVerifier();
    for (const { token } of signed.filter(({ at }) => now - at < 15 * minuteMs)) {
      await Promise.all([verifier.verify(token), fresh.verify(token)]);
    }
    service.clock.advance(5 * minuteMs);
  }
  const kids = signed.map(({ token }) => getKid(token));
  expect(kids.slice(0, 6)).toEqual(Array.from({ length: 6 }, () => first?.kid));
  expect(kids.slice(6)).toEqual(Array.from({ length: 18 }, () => next?.kid));
  expect((await published()).map(({ kid }) => kid)).toEqual([next?.kid]);
  expect(await service.rows((db) => db.count(SigningKeyEntity))).toBe(1);
});

it('rotates under load without a single refusal', async () => {
  const { account } = await buildSession();
  const verifier = newVerifier();
  const useToken = async () => verifier.verify((await signInAs(account)).accessToken);
  service.clock.advance(31 * dayMs);
  for (let minutes = 0; minutes < 40; minutes += 2) {
    const actors = await Promise.all([useToken(), useToken(), rotate(), useToken(), useToken()]);
    expect(actors.filter((actor) => actor?.id === account.id)).toHaveLength(4);
    service.clock.advance(2 * minuteMs);
  }
});

it('rotates once however many replicas try at the same time', async () => {
  service.clock.advance(31 * dayMs);
  const before = await service.rows((db) => db.count(SigningKeyEntity));
  const replicas = await Promise.all([startReplica(), startReplica(), startReplica()]);
  expect(await service.rows((db) => db.count(SigningKeyEntity))).toBeLessThanOrEqual(before + 1);
  const lists = await Promise.all(
    replicas.map(async ({ url }) => contract.jwks.response.parse(await (await fetch(`${url}/.well-known/jwks.json`)).json())),
  );
  expect(new Set(lists.map((list) => JSON.stringify(list))).size).toBe(1);
  expect(lists[0]?.keys).toHaveLength(2);
});
