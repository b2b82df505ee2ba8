import type { IncomingHttpHeaders } from 'node:http';
import { type Exchange, ownHeaders } from './exchange.ts';
import { isHopByHop } from './request-head.ts';
import { contentPrefix } from './router.ts';
import { apiContentSecurityPolicy } from './security-headers.ts';

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
  const policy = service['content-security-policy'];
  if (typeof policy === 'string' && (prefix === contentPrefix || isPagePolicy(policy)))
    out[out.indexOf(apiContentSecurityPolicy)] = policy;
  if (prefix === '/auth' && service['cache-control'] === undefined) out.push('cache-control', 'no-store');
  return out;
}

/** A page of the API may have a style, which it names by its hash; a policy that allows anything else gives way. */
function isPagePolicy(policy: string): boolean {
  const own = policy.startsWith(apiContentSecurityPolicy) ? policy.slice(apiContentSecurityPolicy.length) : '';
  return /^; form-action 'none'; style-src 'sha256-[\w+/]{43}='$/.test(own);
}

function listedNames(connection: string): Set<string> | undefined {
  if (connection === 'keep-alive' || connection === 'close') return undefined;
  return new Set(connection.split(',').map((token) => token.trim().toLowerCase()));
}
