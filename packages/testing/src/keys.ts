import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tokenAudience } from '@lyceum/common/auth';
import jwt from 'jsonwebtoken';
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
  stop(): Promise<void>;
}

/** A key pair of this test's own, published over HTTP. */
export async function startTestKeys(): Promise<TestKeys> {
  const kid = randomUUID();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const published = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' }] });
  const server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(published));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
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
        exp: iat + 900,
        space,
        roles,
        locale,
        amr: ['pwd'],
        ...claims,
      };
      const defined = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
      return jwt.sign(defined, privateKey, { algorithm: 'ES256', header: { alg: 'ES256', typ: 'at+jwt', kid, ...header } });
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
