import type { Endpoint } from '@lyceum/contracts/define';
import { type Problem, type ProblemCode, problems } from '@lyceum/contracts/problems';

/** A problem document with the members OAuth clients read (RFC 6749 5.2) beside ours; a description may be ASCII only. */
export function oauthProblem(document: Problem, code: ProblemCode, errors: NonNullable<Endpoint['oauthErrors']>) {
  const error = errors[code];
  const busy = document.status === 429 || document.status >= 500;
  return {
    ...document,
    status: error ? 400 : document.status,
    error: error ?? (busy ? 'temporarily_unavailable' : 'invalid_request'),
    error_description: problems[code].title.en,
  };
}
