import { timingSafeEqual } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Request } from 'express';

/** Carries GATEWAY_SECRET: what a service is told about a client counts only beside it. */
export const gatewayHeader = 'x-lyceum-gateway';

/** The address the gateway saw, if the gateway asks; anybody else is a client himself, whatever he says of others. */
export function clientAddress(request: Request, gatewaySecret: string): string {
  const forwarded = isGateway(request.get(gatewayHeader), gatewaySecret) ? request.get('x-forwarded-for') : undefined;
  return forwarded || request.socket.remoteAddress || '';
}

/** What counts as one client: of an IPv6 address the network, as its holder has all of that (RFC 6177). */
export function addressKey(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [left = [], right = []] = address.split('::').map((half) => half.split(':').filter(Boolean));
  const zeros = Array.from({ length: Math.max(8 - left.length - right.length, 0) }, () => '0');
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}

function isGateway(given: string | undefined, secret: string): boolean {
  const [claimed, expected] = [Buffer.from(given ?? ''), Buffer.from(secret)];
  return claimed.length === expected.length && timingSafeEqual(claimed, expected);
}
