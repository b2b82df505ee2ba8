import type { Problem } from '@lyceum/contracts/define/problem';
import {
  requestMalformed,
  requestTimeout,
  requestTooLarge,
  upstreamTimeout,
  upstreamUnreachable,
} from '@lyceum/contracts/shared/common-problems';
import { bodyTooLarge, bodyTooSlow } from './request-body.ts';

/** No connection came about, so the service has seen nothing of the request. A stopped container's name vanishes, too. */
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** The connection ended before an answer came. */
const lost = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
const late = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT']);

export function isUnreachable(error: Error): boolean {
  return unreachable.has(getCode(error));
}

/** What may have arrived is repeated only if that is the same as once (RFC 9110 section 9.2.2). */
export function mayRepeat(error: Error, method: string, body: unknown): boolean {
  return !body && idempotent.has(method) && lost.has(getCode(error));
}

/** What the client is told about a request that could not be passed on. */
export function failureProblem(error: Error): Problem {
  if (error === bodyTooLarge) return requestTooLarge;
  if (error === bodyTooSlow) return requestTimeout;
  const code = getCode(error);
  if (late.has(code)) return upstreamTimeout;
  // A path or a header that the client library refuses to send.
  if (code === 'UND_ERR_INVALID_ARG') return requestMalformed;
  return upstreamUnreachable;
}

function getCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
