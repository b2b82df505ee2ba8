import type { Problem } from '@lyceum/contracts/define/problem';
import { authTokenInvalid, commonProblems, internalError } from '@lyceum/contracts/shared/common-problems';
import type { Request, Response } from 'express';
import { type DomainError, fail, toProblemDocument } from '../errors.ts';
import type { Logger } from '../log.ts';
import { toDomainError } from '../run/translate-error.ts';
import type { AppOptions } from './app-options.ts';
import { oauthProblem } from './oauth-problem.ts';
import { possibleProblems } from './possible-problems.ts';
import { getLocale, getRequestId } from './request-context.ts';
import { invalidTokenChallenge } from './request-rules.ts';
import type { Route } from './route.ts';

export function sendProblem(
  { constraints, log, onFault }: Pick<AppOptions, 'constraints' | 'log' | 'onFault'>,
  route: Route | 'any' | undefined,
  error: unknown,
  request: Request,
  response: Response,
): void {
  const requestId = getRequestId(request);
  const failure = declaredFailure(toDomainError(error, constraints), route);
  if (!failure) {
    const known: Logger | undefined = response.locals['log'];
    (known ?? log).error(
      { err: error, requestId, method: request.method, path: loggedPath(request, response) },
      'request failed',
    );
    onFault?.(error, request);
  }
  const { details, problem } = failure ?? fail(internalError);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { retryAfter, detail, errors, reason } = details;
  if (retryAfter !== undefined) response.set('retry-after', String(Math.ceil(retryAfter)));
  const oauthErrors = typeof route === 'object' ? route.endpoint.oauthErrors : undefined;
  if (problem.status === 401) response.set('www-authenticate', challenge(problem, oauthErrors !== undefined));
  const occurrence = {
    locale: getLocale(request, response.locals['locale']),
    instance: request.path,
    requestId,
    ...(detail && { detail }),
    ...(errors && { errors }),
    ...(reason && { reason }),
  };
  response.set('cache-control', 'no-store');
  const document = toProblemDocument(problem, occurrence);
  if (oauthErrors) {
    const body = oauthProblem(document, problem, oauthErrors);
    response.status(body.status).json(body);
    return;
  }
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(document));
}

/** A token endpoint asks clients for their secret (RFC 6749 5.2), everything else for an access token. */
function challenge(problem: Problem, isTokenEndpoint: boolean): string {
  if (isTokenEndpoint) return 'Basic realm="lyceum"';
  return problem === authTokenInvalid ? invalidTokenChallenge : 'Bearer';
}

/** Of an address whose path holds a secret its pattern. */
const loggedPath = (request: Request, response: Response) => String(response.locals['loggedPath'] ?? request.path);

/**
 * A failure the operation does not declare is a bug of ours: callers are promised only what its contract lists. `any` is what no
 * contract describes.
 */
function declaredFailure(failure: DomainError | undefined, route: Route | 'any' | undefined): DomainError | undefined {
  if (!failure || route === 'any') return failure;
  // Without a route there is no operation: its address or its method is what failed.
  const possible: readonly Problem[] = route ? possibleProblems(route) : commonProblems;
  return possible.includes(failure.problem) ? failure : undefined;
}
