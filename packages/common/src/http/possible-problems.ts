import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import type { Problem } from '@lyceum/contracts/define/problem';
import * as common from '@lyceum/contracts/shared/common-problems';
import { z } from 'zod';
import type { Access, Route } from './route.ts';

/** What an operation may answer with: its documents list these failures and no others, and any other is a bug that answers 500. */
export function possibleProblems({ endpoint, access }: Pick<Route, 'endpoint' | 'access'>): readonly Problem[] {
  return [
    common.requestInvalid,
    common.requestMalformed,
    ...accessProblems(access),
    // The gateway takes a body wherever HTTP gives it a meaning, and hands it on.
    ...(endpoint.method === 'GET' ? [] : [common.requestTimeout, common.requestTooLarge]),
    ...(hasBody(endpoint) ? [common.requestUnsupportedMediaType] : []),
    ...(endpoint.idempotent ? [common.idempotencyInFlight, common.idempotencyKeyReused] : []),
    ...(endpoint.ifMatch ? [common.preconditionFailed] : []),
    common.rateLimited,
    ...(endpoint.produces === 'text/event-stream' ? [common.streamTooMany] : []),
    common.requestHeadersTooLarge,
    common.internalError,
    common.upstreamUnreachable,
    common.serviceUnavailable,
    common.upstreamTimeout,
    ...endpoint.errors,
  ];
}

function accessProblems(access: Access): readonly Problem[] {
  if (access === 'anyone') return [];
  const signedIn = [common.authRequired, common.authTokenInvalid, common.spaceMismatch];
  return access === 'signed-in' ? signedIn : [...signedIn, common.authForbidden];
}

export const hasBody = ({ body }: Endpoint) => !(body instanceof z.ZodUndefined);
