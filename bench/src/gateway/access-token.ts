import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accessTokenSeconds, tokenAudience } from '@lyceum/common/auth';
import type { Role } from '@lyceum/contracts/shared/roles';

const kid = 'bench';

/** An access token, and the address that publishes its key. */
export async function startTokens(
  issuer: string,
  role: Role = 'user',
): Promise<{ token: string; keys: string; stop(): Promise<void> }> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const published = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' }] });
  const server = createServer((_req, res) => res.end(published));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string

  const iat = Math.floor(Date.now() / 1000);
  const identity = {
    sub: randomUUID(),
    sid: randomUUID(),
    jti: randomUUID(),
    space: 'main',
    roles: [role],
    amr: ['pwd'],
    locale: 'en',
  };
  const header = encode({ alg: 'ES256', typ: 'at+jwt', kid });
  const payload = encode({ iss: issuer, aud: tokenAudience, iat, exp: iat + accessTokenSeconds, ...identity });
  const signature = sign('sha256', Buffer.from(`${header}.${payload}`), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return {
    token: `${header}.${payload}.${signature.toString('base64url')}`,
    keys: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
