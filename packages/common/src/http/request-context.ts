import { randomUUID } from 'node:crypto';
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
import type { Verifier } from '../run/verifier.ts';
import type { AppOptions } from './app-options.ts';
import { bearerToken, preferredLocale, requestIdPattern, revocationProblem } from './request-rules.ts';
import type { Access, Route } from './route.ts';

export async function createContext(options: AppOptions, { endpoint }: Route, request: Request): Promise<Context> {
  // A browser or a client may send a credential along that has nothing to do with what the body asks for.
  const actor = endpoint.open ? null : await authenticate(options.verifier, request.get('authorization'));
  const named = request.get('x-lyceum-space');
  if (named !== undefined && !spaceId.safeParse(named).success) throw fail(requestInvalid);
  if (actor && named !== undefined && named !== actor.space) throw fail(spaceMismatch);
  const requestId = requestIdOf(request);
  const space = actor?.space ?? named ?? 'main';
  return {
    actor,
    person: actor?.id ?? null,
    space,
    locale: localeOf(request, actor?.locale),
    requestId,
    log: options.log.child({ requestId, space, ...(actor && { actor: actor.id }) }),
    now: () => options.clock.now(),
  };
}

async function authenticate(verifier: Verifier, header: string | undefined): Promise<Actor | null> {
  if (header === undefined) return null;
  const token = bearerToken(header);
  if (!token) throw fail(authTokenInvalid);
  return verifier.cached(token) ?? (await verifier.verify(token));
}

export function authorize({ revocations }: AppOptions, access: Access, actor: Actor | null, method: string): void {
  if (actor) {
    const problem = revocationProblem(actor, method, revocations);
    if (problem) throw fail(problem, problem === serviceUnavailable ? { retryAfter: 1 } : {});
  }
  if (access === 'anyone') return;
  if (!actor) throw fail(authRequired);
  if (access !== 'signed-in' && !actor.can(access)) throw fail(authForbidden);
}

export function requestIdOf(request: Request): string {
  const given = request.get('x-request-id');
  if (given && requestIdPattern.test(given)) return given;
  const made = request.res?.locals['requestId'] ?? randomUUID();
  if (request.res) request.res.locals['requestId'] = made;
  return String(made);
}

export function localeOf(request: Request, fallback: Locale = 'en'): Locale {
  const wanted = request.get('accept-language');
  return wanted === undefined ? fallback : preferredLocale(wanted);
}
