import type { IncomingHttpHeaders } from 'node:http';
import { type Exchange, ownHeaders } from './exchange.ts';
import { isHopByHop } from './request-head.ts';

/** Of the service's headers these give way to the gateway's. */
const replaced = new Set([
  'connection',
  'transfer-encoding',
  'x-powered-by',
  'x-request-id',
  'strict-transport-security',
  'x-content-type-options',
  'referrer-policy',
  'content-security-policy',
]);

/**
 * The gateway's headers and those of the service's that may pass (RFC 9110 section 7.6.1), name and value in turn. CORS is
 * decided here, for all services alike; answers about accounts are kept in no cache unless the service says otherwise.
 */
export function answerHead(exchange: Exchange, service: Readonly<IncomingHttpHeaders>, prefix: string): string[] {
  const out = ownHeaders(exchange);
  const listed = service.connection ? listedNames(service.connection) : undefined;
  for (const name in service) {
    const value = service[name];
    if (value === undefined || replaced.has(name) || isHopByHop(name) || listed?.has(name) || name.startsWith('access-control-'))
      continue;
    if (typeof value === 'string') out.push(name, value);
    else for (const single of value) out.push(name, single);
  }
  if (prefix === '/auth' && service['cache-control'] === undefined) out.push('cache-control', 'no-store');
  return out;
}

function listedNames(connection: string): Set<string> | undefined {
  if (connection === 'keep-alive' || connection === 'close') return undefined;
  return new Set(connection.split(',').map((token) => token.trim().toLowerCase()));
}
