import { isIP } from 'node:net';

/**
 * The address of the client, with `trustedProxies` reverse proxies in front. Each of them appends the address it saw to
 * X-Forwarded-For, so only that many entries from the right are true; what stands further left a client can invent.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | undefined, trustedProxies: number): string {
  const direct = withoutMapping(peer ?? 'unknown');
  if (trustedProxies === 0 || !forwardedFor) return direct;
  const claimed = withoutMapping(forwardedFor.split(',').at(-trustedProxies)?.trim() ?? '');
  return isIP(claimed) ? claimed : direct;
}

/**
 * True when nobody stands between the peer and the gateway, so that it is whoever runs the platform: the proxies always say
 * for whom they ask, and without them only this machine counts.
 */
export function reachesDirectly(peer: string | undefined, forwardedFor: string | undefined, trustedProxies: number): boolean {
  const address = withoutMapping(peer ?? '');
  const isLoopback = address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
  return forwardedFor === undefined && (trustedProxies > 0 || isLoopback);
}

/** An IPv4 client of a dual-stack socket. */
function withoutMapping(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
