import type { Problem } from '@lyceum/contracts/define/problem';
import { authTokenInvalid, serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import { type Locale, locales } from '@lyceum/contracts/shared/fields';
import type { Revocations } from '../auth/revocations.ts';
import type { Actor } from '../context.ts';

/** Rules that the gateway and every service apply alike, each for itself: the gateway is no trust boundary. */

/** An id that a client gives is kept, so that its log and ours can be joined, unless it could be used to forge log lines. */
export const requestIdPattern = /^[\w.-]{1,100}$/;

const bearer = /^Bearer +(.*)$/i;

/** The access token of `Authorization` (RFC 6750 section 2.1); undefined when the request brings none. */
export function bearerToken(authorization: string | undefined): string | undefined {
  if (!authorization) return undefined;
  // The common spelling costs no match.
  if (authorization.startsWith('Bearer ')) return authorization.slice('Bearer '.length).trimStart();
  return /^bearer$/i.test(authorization) ? '' : bearer.exec(authorization)?.[1];
}

/** RFC 6750 section 3: why a token was refused. */
export const invalidTokenChallenge =
  'Bearer realm="lyceum", error="invalid_token", error_description="The access token is not valid"';

const readOnly = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Why a verified actor may not pass, if so. Without Redis nobody knows which sessions have ended since: reading goes on,
 * anything that may change data is refused.
 */
export function revocationProblem(actor: Actor, method: string | undefined, revocations: Revocations): Problem | undefined {
  if (revocations.isRevoked(actor)) return authTokenInvalid;
  return revocations.healthy || readOnly.has(method ?? '') ? undefined : serviceUnavailable;
}

/** The language of ours that `Accept-Language` prefers (RFC 9110 section 12.5.4); English when it names none. */
export function preferredLocale(acceptLanguage: string | undefined): Locale {
  let best: Locale = 'en';
  let bestWeight = 0;
  for (const range of acceptLanguage?.split(',') ?? []) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const language = locales.find((known) => tag === known || tag.startsWith(`${known}-`));
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = quality ? Number(quality.slice('q='.length)) : 1;
    if (language && weight > bestWeight) [best, bestWeight] = [language, weight];
  }
  return best;
}
