import type { KeyObject } from 'node:crypto';
import { authTokenInvalid } from '@lyceum/contracts/shared/common-problems';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { type AccessClaims, accessClaims, accessTokenSeconds, tokenAudience } from '../auth.ts';
import { type Actor, type Clock, systemClock } from '../context.ts';
import { fail } from '../errors.ts';
import { createKeySource } from './key-source.ts';

export interface Verifier {
  /** The actor of a token that was verified before and has not expired; costs one look-up. */
  cached(token: string): Actor | undefined;
  /** Throws `auth.token_invalid`, or `service.unavailable` while the keys cannot be read. */
  verify(token: string): Promise<Actor>;
}

/** The clock of the process that signs may be so much ahead. */
const leewaySeconds = 60;

/** Ours have about 700 characters. */
const maxTokenLength = 4096;

const cachedTokens = 10_000;

/** Checks access tokens against the published keys, by RFC 8725 and RFC 9068: ES256 only, `typ` at+jwt, issuer, audience, times. */
export function createVerifier({
  jwksUrl,
  issuer,
  clock = systemClock,
}: {
  jwksUrl: string;
  issuer: string;
  clock?: Clock;
}): Verifier {
  const tokens = new Map<string, { readonly token: string; readonly actor: Actor }>();
  const keys = createKeySource(jwksUrl, clock);
  const seconds = () => Math.floor(clock.now().getTime() / 1000);

  function cached(token: string): Actor | undefined {
    const key = keyOf(token);
    const known = tokens.get(key);
    if (known?.token !== token) return undefined;
    if (known.actor.expiresAt > seconds()) return known.actor;
    tokens.delete(key);
    return undefined;
  }

  async function verify(token: string): Promise<Actor> {
    const known = cached(token);
    if (known) return known;
    const { kid } = readHeader(token);
    const key = await keys.find(kid);
    if (!key) throw fail(authTokenInvalid);
    const actor = toActor(checkToken(token, key, issuer, seconds()));
    // A Map remembers insertion order, so the first key is the oldest.
    for (const oldest of tokens.keys()) {
      if (tokens.size < cachedTokens) break;
      tokens.delete(oldest);
    }
    tokens.set(keyOf(token), { token, actor });
    return actor;
  }

  return { cached, verify };
}

/** Its last characters, of the signature: to hash all of a token costs more than to compare it. */
const keyOf = (token: string) => token.slice(-32);

/** RFC 9068 section 2.1. Extensions that must be understood (`crit`, `b64`: RFC 7515, RFC 7797) are none of ours. */
const accessHeader = z.object({
  alg: z.literal('ES256'),
  typ: z.string().regex(/^(application\/)?at\+jwt$/i),
  kid: z.string(),
  crit: z.never().optional(),
  b64: z.never().optional(),
});

function readHeader(token: string): z.output<typeof accessHeader> {
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

function checkToken(token: string, key: KeyObject, issuer: string, now: number): AccessClaims {
  try {
    const payload = jwt.verify(token, key, { algorithms: ['ES256'], issuer, audience: tokenAudience, clockTimestamp: now });
    return accessClaims.refine(({ iat, exp }) => iat <= now + leewaySeconds && exp - iat <= accessTokenSeconds).parse(payload);
  } catch {
    throw fail(authTokenInvalid);
  }
}

function toActor(claims: AccessClaims): Actor {
  return {
    id: claims.sub,
    space: claims.space,
    sessionId: claims.sid,
    roles: claims.roles,
    locale: claims.locale,
    expiresAt: claims.exp,
    can: ({ roles: allowed }) => claims.roles.some((role) => allowed.includes(role)),
  };
}
