import { sign as cryptoSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accessTokenSeconds, tokenAudience } from '@lyceum/common/auth';
import type { TestActor } from './actors.ts';

export interface TestKeys {
  readonly kid: string;
  /** Serves `/.well-known/jwks.json`, as the tokens service would. */
  readonly url: string;
  /** A real access token; `claims` and `header` replace single ones, undefined removes. */
  sign(
    actor: TestActor,
    options: { issuer: string; now: Date; claims?: Record<string, unknown>; header?: Record<string, unknown> },
  ): string;
  /** Whatever header and claims are given, with a signature of the published key. */
  forge(header: unknown, claims: unknown): string;
  stop(): Promise<void>;
}

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A key pair of this test's own, published over HTTP. */
export async function startTestKeys(): Promise<TestKeys> {
  const kid = randomUUID();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const published = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' }] });
  const server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(published));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  function forge(header: unknown, claims: unknown): string {
    const signed = `${encode(header)}.${encode(claims)}`;
    const signature = cryptoSign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${signed}.${signature.toString('base64url')}`;
  }

  return {
    kid,
    url: `http://127.0.0.1:${port}`,
    sign(actor, { issuer, now, claims = {}, header = {} }) {
      const iat = Math.floor(now.getTime() / 1000);
      const { id: sub, sessionId: sid, space, roles, locale } = actor;
      const payload = {
        iss: issuer,
        aud: tokenAudience,
        sub,
        sid,
        jti: randomUUID(),
        iat,
        exp: iat + accessTokenSeconds,
        space,
        roles,
        locale,
        amr: ['pwd'],
        ...claims,
      };
      return forge({ alg: 'ES256', typ: 'at+jwt', kid, ...header }, payload);
    },
    forge,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
