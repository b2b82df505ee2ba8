import type { KeyObject } from 'node:crypto';
import { authTokenInvalid } from '@lyceum/contracts/shared/common-problems';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import {
  type AccessClaims,
  accessClaims,
  accessTokenSeconds,
  type ServiceClaims,
  serviceClaims,
  tokenAudience,
} from '../auth.ts';
import { fail } from '../errors.ts';

/** The clock of the process that signs may be so much ahead. */
const leewaySeconds = 60;

/** Ours have about 700 characters. */
const maxTokenLength = 4096;

/** RFC 9068 section 2.1. Extensions that must be understood (`crit`, `b64`: RFC 7515, RFC 7797) are none of ours. */
const accessHeader = z.object({
  alg: z.literal('ES256'),
  typ: z.string().regex(/^(application\/)?at\+jwt$/i),
  kid: z.string(),
  crit: z.never().optional(),
  b64: z.never().optional(),
});

/** Throws `auth.token_invalid`. */
export function readHeader(token: string): z.output<typeof accessHeader> {
  const header = accessHeader.safeParse(token.length > maxTokenLength ? undefined : decodeHeader(token));
  if (!header.success) throw fail(authTokenInvalid);
  return header.data;
}

function decodeHeader(token: string): unknown {
  try {
    return jwt.decode(token, { complete: true })?.header;
  } catch {
    return undefined; // not base64url JSON: the caller answers with a problem
  }
}

/** Signature, issuer, audience, times and claims, of a person or of a service. Throws `auth.token_invalid`. */
export function checkToken(token: string, key: KeyObject, issuer: string, now: number): AccessClaims | ServiceClaims {
  try {
    const payload = jwt.verify(token, key, { algorithms: ['ES256'], issuer, audience: tokenAudience, clockTimestamp: now });
    const isTimely = ({ iat, exp }: { iat: number; exp: number }) =>
      iat <= now + leewaySeconds && exp - iat <= accessTokenSeconds;
    return z.union([accessClaims, serviceClaims]).refine(isTimely).parse(payload);
  } catch {
    throw fail(authTokenInvalid);
  }
}
