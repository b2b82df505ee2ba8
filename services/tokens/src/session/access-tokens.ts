import { randomUUID } from 'node:crypto';
import { type AccessClaims, accessTokenSeconds, tokenAudience } from '@lyceum/common/auth';
import jwt from 'jsonwebtoken';
import type { AccountRow } from '../account/account.entity.ts';
import type { KeyRing } from '../signing-key/key-ring.ts';
import type { SessionRow } from './session.entity.ts';

export interface AccessTokens {
  /** JWT by RFC 9068; it does not outlive its session. `expiresIn`: seconds. */
  sign(account: AccountRow, session: SessionRow, space: string, now: Date): { accessToken: string; expiresIn: number };
}

export function createAccessTokens({ keyRing, issuer }: { keyRing: KeyRing; issuer: string }): AccessTokens {
  return {
    sign(account, session, space, now) {
      const iat = Math.floor(now.getTime() / 1000);
      const exp = Math.min(iat + accessTokenSeconds, Math.floor(session.expiresAt.getTime() / 1000));
      const claims: AccessClaims = {
        sub: account.id,
        sid: session.id,
        jti: randomUUID(),
        iat,
        exp,
        space,
        roles: account.roles,
        amr: ['pwd'],
        locale: account.locale,
      };
      const { kid, privateKey } = keyRing.signingKey(now);
      const accessToken = jwt.sign({ iss: issuer, aud: tokenAudience, ...claims }, privateKey, {
        algorithm: 'ES256',
        header: { alg: 'ES256', typ: 'at+jwt', kid },
      });
      return { accessToken, expiresIn: exp - iat };
    },
  };
}
