import { isIPv6 } from 'node:net';
import { hashSecret } from './hash-secret.ts';

/** Part of a Redis key that stands for an e-mail in a space without showing it. */
export function emailKey(space: string, email: string): string {
  return hashSecret(`${space} ${email}`);
}

/** Part of a Redis key for where a request came from: of an IPv6 address the network, as its holder has all of that (RFC 6177). */
export function addressKey(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [left = [], right = []] = address.split('::').map((half) => half.split(':').filter(Boolean));
  const zeros = Array.from({ length: Math.max(8 - left.length - right.length, 0) }, () => '0');
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}
