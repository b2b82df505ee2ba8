import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import type { Problem } from '@lyceum/contracts/define/problem';
import type { ProblemDocument } from '@lyceum/contracts/shared/problem-document';

/** A problem document with the members OAuth clients read (RFC 6749 5.2) beside ours; a description may be ASCII only. */
export function oauthProblem(document: ProblemDocument, problem: Problem, errors: NonNullable<Endpoint['oauthErrors']>) {
  const error = errors[problem.code];
  const busy = document.status === 429 || document.status >= 500;
  return {
    ...document,
    status: oauthStatus(problem, errors),
    error: error ?? (busy ? 'temporarily_unavailable' : 'invalid_request'),
    error_description: problem.title.en,
  };
}

/** RFC 6749 5.2: 400 for what has a code there, but 401 for a client that is not who it says. */
export function oauthStatus({ code, status }: Problem, errors: NonNullable<Endpoint['oauthErrors']>): number {
  const error = errors[code];
  return error && error !== 'invalid_client' ? 400 : status;
}
