import { randomUUID } from 'node:crypto';
import { type AccessClaims, accessTokenSeconds, type ServiceClaims, tokenAudience } from '@lyceum/common/auth';
import type { ServiceName } from '@lyceum/contracts/services';
import jwt from 'jsonwebtoken';
import type { AccountRow } from '../account/account.entity.ts';
import type { KeyRing } from '../signing-key/key-ring.ts';
import type { SessionRow } from './session.entity.ts';

/** A JWT by RFC 9068. `expiresIn`: seconds. */
interface AccessToken {
  readonly accessToken: string;
  readonly expiresIn: number;
}

export interface AccessTokens {
  /** Of a person; it does not outlive its session. */
  sign(account: AccountRow, session: SessionRow, space: string, now: Date): AccessToken;
  /** Of a service that speaks for itself. */
  signForService(service: ServiceName, now: Date): AccessToken;
}

export function createAccessTokens({ keyRing, issuer }: { keyRing: KeyRing; issuer: string }): AccessTokens {
  function signClaims(claims: AccessClaims | ServiceClaims, now: Date): AccessToken {
    const { kid, privateKey } = keyRing.signingKey(now);
    const accessToken = jwt.sign({ iss: issuer, aud: tokenAudience, ...claims }, privateKey, {
      algorithm: 'ES256',
      header: { alg: 'ES256', typ: 'at+jwt', kid },
    });
    return { accessToken, expiresIn: claims.exp - claims.iat };
  }

  return {
    sign(account, session, space, now) {
      const iat = Math.floor(now.getTime() / 1000);
      const exp = Math.min(iat + accessTokenSeconds, Math.floor(session.expiresAt.getTime() / 1000));
      const { id: sub, roles, locale } = account;
      return signClaims({ sub, sid: session.id, jti: randomUUID(), iat, exp, space, roles, amr: ['pwd'], locale }, now);
    },
    signForService(service, now) {
      const iat = Math.floor(now.getTime() / 1000);
      return signClaims({ sub: service, client_id: service, jti: randomUUID(), iat, exp: iat + accessTokenSeconds }, now);
    },
  };
}
