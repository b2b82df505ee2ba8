import { gatewayHeader } from '@lyceum/common/client-address';
import type { Exchange } from './exchange.ts';

interface Trust {
  readonly trustedProxies: number;
  readonly gatewaySecret: string;
}

/** What the client sent and may send, with what the gateway says of it; name and value in turn. */
export function serviceHeaders(
  { req, head, requestId }: Exchange,
  space: string,
  address: string,
  { trustedProxies, gatewaySecret }: Trust,
): string[] {
  const trusted = trustedProxies > 0;
  const headers = head.forwarded;
  headers.push(gatewayHeader, gatewaySecret, 'x-request-id', requestId, 'x-lyceum-space', space, 'x-forwarded-for', address);
  headers.push('x-forwarded-proto', trusted && head.forwardedProto === 'https' ? 'https' : 'http');
  headers.push('x-forwarded-host', (trusted ? head.forwardedHost : undefined) ?? head.host ?? req.socket.localAddress ?? '');
  return headers;
}
