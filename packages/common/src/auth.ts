import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Permission } from '@lyceum/contracts/define/permission';
import { authTokenInvalid, serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import { locale, spaceId } from '@lyceum/contracts/shared/fields';
import { roles } from '@lyceum/contracts/shared/roles';
import { jwks } from '@lyceum/contracts/tokens/signing-key';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { type Clock, systemClock } from './context.ts';
import { fail } from './errors.ts';

/** `aud` of every access token. */
export const tokenAudience = 'lyceum';
/** Longest life of an access token. */
export const accessTokenSeconds = 900;
/** The clock of the process that signs may be so much ahead. */
const leewaySeconds = 60;
/** Ours have about 700 characters. */
const maxTokenLength = 4096;

/** Claims of an access token (RFC 9068 with our `space`, `roles` and `locale`). */
export const accessClaims = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  jti: z.string(),
  iat: z.int(),
  exp: z.int(),
  space: spaceId,
  roles: z.array(z.enum(roles)),
  amr: z.array(z.string()),
  locale,
});
export type AccessClaims = z.infer<typeof accessClaims>;

/** Whoever an access token speaks for. */
export interface Actor {
  readonly id: string;
  readonly space: string;
  readonly sessionId: string;
  readonly roles: AccessClaims['roles'];
  readonly locale: AccessClaims['locale'];
  /** Unix seconds. */
  readonly expiresAt: number;
  can(permission: Permission): boolean;
}

export interface Verifier {
  /** The actor of a token that was verified before and has not expired; costs one look-up. */
  cached(token: string): Actor | undefined;
  /** Throws `auth.token_invalid`, or `service.unavailable` while the keys cannot be read. */
  verify(token: string): Promise<Actor>;
}

const cachedTokens = 10_000;
const keysMaxAgeMs = 300_000;
/** An unknown `kid` fetches the keys at most this often, so that invented ones cost nothing. */
const keysCooldownMs = 5_000;

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
  const tokens = new Map<string, Actor>();
  const keys = createKeySource(jwksUrl, clock);
  const seconds = () => Math.floor(clock.now().getTime() / 1000);

  function cached(token: string): Actor | undefined {
    const actor = tokens.get(token);
    if (!actor || actor.expiresAt > seconds()) return actor;
    tokens.delete(token);
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
    tokens.set(token, actor);
    return actor;
  }

  return { cached, verify };
}

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

function createKeySource(jwksUrl: string, clock: Clock) {
  let keys = new Map<string, KeyObject>();
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | undefined;

  async function fetchKeys(): Promise<void> {
    triedAt = clock.now().getTime();
    const response = await fetch(jwksUrl, { signal: AbortSignal.timeout(3000) });
    const published = jwks.response.parse(await response.json());
    keys = new Map(published.keys.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]));
    fetchedAt = clock.now().getTime();
  }

  /** While the keys cannot be fetched the known ones go on; with none known nobody can be verified. */
  async function refresh(): Promise<void> {
    fetching ??= fetchKeys().finally(() => {
      fetching = undefined;
    });
    await fetching.catch(() => {
      if (keys.size === 0) throw fail(serviceUnavailable, { retryAfter: 2 });
    });
  }

  return {
    async find(kid: string): Promise<KeyObject | undefined> {
      const now = clock.now().getTime();
      const missing = !keys.has(kid) && (now - triedAt > keysCooldownMs || keys.size === 0);
      if (missing || now - fetchedAt > keysMaxAgeMs) await refresh();
      return keys.get(kid);
    },
  };
}
