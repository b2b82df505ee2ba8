import { requestMalformed, routeMethodNotAllowed } from '@lyceum/contracts/shared/common-problems';
import { allowedMethods } from './client-errors.ts';
import type { Exchange } from './exchange.ts';
import { refuse } from './refuse.ts';

const ofTheApi: ReadonlySet<string> = new Set(allowedMethods);
/** A body of these means nothing (RFC 9110 section 9.3), so whoever sends one hopes that it is taken for something else. */
const bodiless = new Set(['GET', 'HEAD', 'OPTIONS']);

/** False when the request could mean one thing here and another to a service; then it has been refused. */
export function isSound(exchange: Exchange, methods = ofTheApi): boolean {
  const { req, head } = exchange;
  const { method = '', httpVersion } = req;
  if (!methods.has(method)) {
    refuse(exchange, routeMethodNotAllowed, { headers: ['allow', [...methods].join(', ')] });
    return false;
  }
  const hasBody = head.chunked || (head.contentLength ?? 0) > 0;
  // RFC 9112: HTTP/1.1 needs a host (section 3.2), HTTP/1.0 knows no chunks (section 6.1).
  const breaksVersion = httpVersion === '1.0' ? head.chunked : head.host === undefined;
  if (head.ambiguous || breaksVersion || (hasBody && bodiless.has(method))) {
    refuse(exchange, requestMalformed, { close: true });
    return false;
  }
  return true;
}
