import { type DomainError, fail } from '@lyceum/common/errors';
import type { Problem } from '@lyceum/contracts/define/problem';
import { requestMalformed, requestTooLarge, serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import { uploadNotFound } from '@lyceum/contracts/streaming/media-upload';
import { tusOffsetConflict, tusVersionUnsupported } from '@lyceum/contracts/streaming/tus';
import { ERRORS } from '@tus/server';

const problems = new Map<number, Problem>([
  [400, requestMalformed],
  [403, requestMalformed],
  [404, uploadNotFound],
  [409, tusOffsetConflict],
  [412, tusVersionUnsupported],
  [413, requestTooLarge],
  [501, requestMalformed],
]);

interface LibraryFailure {
  readonly status_code: number;
  readonly body: string;
}

/** What the library throws, or what our part of it threw, as the failure that is answered; anything else is a fault. */
export function toFailure(error: Error | LibraryFailure): unknown {
  if (!('status_code' in error)) return error;
  const isBusy = error.body === ERRORS.ERR_LOCK_TIMEOUT.body || error.body === ERRORS.ABORTED.body;
  return isBusy ? fail(serviceUnavailable, { retryAfter: 1 }) : toStatusFailure(error.status_code);
}

/** The failure that the library means by a status. */
export function toStatusFailure(status: number): DomainError | Error {
  const problem = problems.get(status);
  return problem ? fail(problem) : new Error(`tus answered ${status}`);
}
