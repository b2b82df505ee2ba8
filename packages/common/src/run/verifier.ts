import type { ServiceName } from '@lyceum/contracts/services';
import { authTokenInvalid } from '@lyceum/contracts/shared/common-problems';
import type { AccessClaims, ServiceClaims } from '../auth.ts';
import { type Actor, type Clock, systemClock } from '../context.ts';
import { fail } from '../errors.ts';
import { checkToken, readHeader } from './check-token.ts';
import { createKeySource } from './key-source.ts';

export interface Verifier {
  /** The actor of a token that was verified before and has not expired; costs one look-up. */
  cached(token: string): Actor | undefined;
  /** The person. Throws `auth.token_invalid`, or `service.unavailable` while the keys cannot be read. */
  verify(token: string): Promise<Actor>;
  /** The service that a token of its own speaks for. Throws as `verify` does; also for tokens of people, as that does for these. */
  verifyService(token: string): Promise<VerifiedService>;
}

export interface VerifiedService {
  readonly service: ServiceName;
  readonly tokenId: string;
  /** Unix seconds. */
  readonly expiresAt: number;
}

type Identity = Actor | VerifiedService;

const isPerson = (identity: Identity): identity is Actor => identity.service === null;

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
  const tokens = new Map<string, { readonly token: string; readonly identity: Identity }>();
  const keys = createKeySource(jwksUrl, clock);
  const seconds = () => Math.floor(clock.now().getTime() / 1000);

  function find(token: string): Identity | undefined {
    const key = toKey(token);
    const known = tokens.get(key);
    if (known?.token !== token) return undefined;
    if (known.identity.expiresAt > seconds()) return known.identity;
    tokens.delete(key);
    return undefined;
  }

  async function identify(token: string): Promise<Identity> {
    const known = find(token);
    if (known) return known;
    const { kid } = readHeader(token);
    const key = await keys.find(kid);
    if (!key) throw fail(authTokenInvalid);
    const identity = toIdentity(checkToken(token, key, issuer, seconds()));
    // A Map remembers insertion order, so the first key is the oldest.
    for (const oldest of tokens.keys()) {
      if (tokens.size < cachedTokens) break;
      tokens.delete(oldest);
    }
    tokens.set(toKey(token), { token, identity });
    return identity;
  }

  return {
    cached(token) {
      const identity = find(token);
      return identity && isPerson(identity) ? identity : undefined;
    },
    async verify(token) {
      const identity = await identify(token);
      if (!isPerson(identity)) throw fail(authTokenInvalid);
      return identity;
    },
    async verifyService(token) {
      const identity = await identify(token);
      if (isPerson(identity)) throw fail(authTokenInvalid);
      return identity;
    },
  };
}

/** Its last characters, of the signature: to hash all of a token costs more than to compare it. */
const toKey = (token: string) => token.slice(-32);

function toIdentity(claims: AccessClaims | ServiceClaims): Identity {
  if ('client_id' in claims) {
    const { sub: service, jti: tokenId, exp: expiresAt } = claims;
    return { service, tokenId, expiresAt };
  }
  return {
    id: claims.sub,
    service: null,
    space: claims.space,
    sessionId: claims.sid,
    roles: claims.roles,
    locale: claims.locale,
    expiresAt: claims.exp,
    can: ({ roles: allowed }) => claims.roles.some((role) => allowed.includes(role)),
  };
}
