import { sign as cryptoSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accessTokenSeconds, tokenAudience } from '@lyceum/common/auth';
import { type Clock, systemClock } from '@lyceum/common/context';
import { type ServiceName, serviceNames } from '@lyceum/contracts/services';
import type { TestActor } from './actors.ts';

export interface TestKeys {
  readonly kid: string;
  /** Serves keys and tokens of services, as the tokens service would. */
  readonly url: string;
  /** A real access token; `claims` and `header` replace single ones, undefined removes. */
  sign(
    actor: TestActor,
    options: { issuer: string; now: Date; claims?: Record<string, unknown>; header?: Record<string, unknown> },
  ): string;
  /** A service's own token; what is given replaces single claims. */
  signForService(service: ServiceName, options: { now: Date; claims?: Record<string, unknown> }): string;
  /** Whatever header and claims are given, with a signature of the published key. */
  forge(header: unknown, claims: unknown): string;
  stop(): Promise<void>;
}

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

export const testIssuer = 'http://lyceum.test';

/** A key pair of this test's own, published over HTTP. Services get tokens of `testIssuer` by the clock. */
export async function startTestKeys(clock: Clock = systemClock): Promise<TestKeys> {
  const kid = randomUUID();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const published = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' }] });
  const server = createServer((request, response) => {
    const [, encoded = ''] = request.headers.authorization?.split(' ') ?? [];
    const [name] = Buffer.from(encoded, 'base64').toString().split(':');
    const service = request.method === 'POST' ? serviceNames.find((known) => known === name) : undefined;
    const token = service && { access_token: signForService(service, { now: clock.now() }), token_type: 'Bearer' };
    const answer = token ? JSON.stringify({ ...token, expires_in: accessTokenSeconds }) : published;
    response.setHeader('content-type', 'application/json').end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  function forge(header: unknown, claims: unknown): string {
    const signed = `${encode(header)}.${encode(claims)}`;
    const signature = cryptoSign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${signed}.${signature.toString('base64url')}`;
  }

  function signForService(service: ServiceName, { now, claims = {} }: Parameters<TestKeys['signForService']>[1]): string {
    const iat = Math.floor(now.getTime() / 1000);
    const exp = iat + accessTokenSeconds;
    const payload = {
      iss: testIssuer,
      aud: tokenAudience,
      sub: service,
      client_id: service,
      jti: randomUUID(),
      iat,
      exp,
      ...claims,
    };
    return forge({ alg: 'ES256', typ: 'at+jwt', kid }, payload);
  }

  return {
    kid,
    signForService,
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
