import type { Actor } from '@lyceum/common/context';
import type { Revocations } from '@lyceum/common/revocations';
import type { Problem } from '@lyceum/contracts/define/problem';
import { authTokenInvalid, serviceUnavailable, spaceMismatch } from '@lyceum/contracts/shared/common-problems';

const bearer = /^Bearer +(.*)$/i;

/** The access token of `Authorization` (RFC 6750 section 2.1); undefined when the request brings none. */
export function bearerToken(authorization: string | undefined): string | undefined {
  if (!authorization) return undefined;
  // The usual spelling costs no match.
  if (authorization.startsWith('Bearer ')) return authorization.slice('Bearer '.length).trimStart();
  return /^bearer$/i.test(authorization) ? '' : bearer.exec(authorization)?.[1];
}

const readOnly = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Why a verified actor may not pass, if so. Without Redis nobody knows which sessions have ended since: reading goes on,
 * anything that may change data is refused, a WebSocket included.
 */
export function accessRefusal(
  actor: Actor,
  { method, upgrade = false, pathSpace }: { method: string | undefined; upgrade?: boolean; pathSpace: string | undefined },
  revocations: Revocations,
): Problem | undefined {
  if (revocations.isRevoked(actor)) return authTokenInvalid;
  if (!revocations.healthy && (upgrade || !readOnly.has(method ?? ''))) return serviceUnavailable;
  if (pathSpace && pathSpace !== actor.space) return spaceMismatch;
  return undefined;
}
