import { randomUUID } from 'node:crypto';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import {
  authForbidden,
  authRequired,
  authTokenInvalid,
  requestInvalid,
  serviceUnavailable,
  spaceMismatch,
} from '@lyceum/contracts/shared/common-problems';
import { type Locale, spaceId } from '@lyceum/contracts/shared/fields';
import type { Request } from 'express';
import type { Actor, Context } from '../context.ts';
import { fail } from '../errors.ts';
import type { AppOptions } from './app-options.ts';
import { readOnBehalf } from './on-behalf.ts';
import { bearerToken, preferredLocale, requestIdPattern, revocationProblem } from './request-rules.ts';
import type { Access } from './route.ts';

/** Who may be asking: a person, with a token or without, or a service. */
type Audience = Pick<Endpoint, 'internal' | 'open'>;

export async function createContext(
  options: AppOptions,
  { endpoint }: { endpoint: Audience },
  request: Request,
): Promise<Context> {
  // A browser or a client may send a credential along that has nothing to do with what the body asks for.
  const actor = await (endpoint.internal ? findServiceActor : findActor)(options, endpoint, request);
  return createContextFor(options, request, actor);
}

/** For an address where nobody is signed in, whatever credentials are sent along. */
export const createAnonymousContext = (options: AppOptions, request: Request): Context =>
  createContextFor(options, request, null);

/** For somebody who is known by other means than an access token. */
export function createContextFor(options: AppOptions, request: Request, actor: Actor | null): Context {
  const named = request.get('x-lyceum-space');
  if (named !== undefined && !spaceId.safeParse(named).success) throw fail(requestInvalid);
  if (actor && named !== undefined && named !== actor.space) throw fail(spaceMismatch);
  const requestId = getRequestId(request);
  const space = actor?.space ?? named ?? 'main';
  return {
    actor,
    person: actor?.id ?? null,
    space,
    locale: getLocale(request, actor?.locale),
    requestId,
    log: options.log.child({ requestId, space, ...(actor && { actor: actor.id, ...(actor.service && { by: actor.service }) }) }),
    now: () => options.clock.now(),
  };
}

async function findActor({ verifier }: AppOptions, { open }: Audience, request: Request): Promise<Actor | null> {
  const header = request.get('authorization');
  if (open || header === undefined) return null;
  const token = bearerToken(header);
  if (!token) throw fail(authTokenInvalid);
  return verifier.cached(token) ?? (await verifier.verify(token));
}

/** The person a service asks for: the service answers for what it says of them (`onBehalfHeaders`). */
async function findServiceActor({ verifier }: AppOptions, _audience: Audience, request: Request): Promise<Actor | null> {
  const header = request.get('authorization');
  if (header === undefined) return null;
  const { service, tokenId, expiresAt } = await verifier.verifyService(bearerToken(header) ?? '');
  const { id, roles, space } = readOnBehalf(request);
  const can: Actor['can'] = ({ services }) => services.includes(service);
  return { id, roles, space, service, sessionId: tokenId, locale: getLocale(request), expiresAt, can };
}

export function authorize({ revocations }: AppOptions, access: Access, actor: Actor | null, method: string): void {
  // A service has no session that could end.
  if (actor && !actor.service) {
    const problem = revocationProblem(actor, method, revocations);
    if (problem) throw fail(problem, problem === serviceUnavailable ? { retryAfter: 1 } : {});
  }
  if (access === 'anyone') return;
  if (!actor) throw fail(authRequired);
  if (access !== 'signed-in' && !actor.can(access)) throw fail(authForbidden);
}

export function getRequestId(request: Request): string {
  const given = request.get('x-request-id');
  if (given && requestIdPattern.test(given)) return given;
  const made = request.res?.locals['requestId'] ?? randomUUID();
  if (request.res) request.res.locals['requestId'] = made;
  return String(made);
}

export function getLocale(request: Request, fallback: Locale = 'en'): Locale {
  const wanted = request.get('accept-language');
  return wanted === undefined ? fallback : preferredLocale(wanted);
}
