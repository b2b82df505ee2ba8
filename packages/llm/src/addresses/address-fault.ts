import { isIP } from 'node:net';
import { type ProviderHosts, toHostname } from './provider-hosts.ts';

/** `form`: it says more than scheme, host, port and path. `network`: it is certain to lie where no provider may be. */
export type AddressFault = 'form' | 'network';

/** Scheme, host without user and password, and a path in which nothing is invisible and nothing but segments is written. */
const plain = /^https?:\/\/[^/?#@\\\p{C}\p{Z}]+(?:\/[^?#\\\p{C}\p{Z}]*)?$/iu;
const encodedControl = /%(?:[01][\da-f]|7f|2f|5c)/i;
const dotSegment = /\/(?:\.|%2e){1,2}(?:\/|$)/i;

const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * What is wrong with the address of a provider as far as it can be told without resolving its host; that is checked when a
 * connection is made.
 */
export function addressFault(address: string, hosts: ProviderHosts): AddressFault | undefined {
  if (!plain.test(address) || encodedControl.test(address) || dotSegment.test(address)) return 'form';
  if (!URL.canParse(address)) return 'form';
  const url = new URL(address);
  const hostname = toHostname(url);
  if (hosts.names(hostname, toPort(url.protocol, url.port))) return undefined;
  const known = isIP(hostname) ? [hostname] : isLocalhost(hostname) ? ['127.0.0.1', '::1'] : [];
  return known.every(hosts.allows) ? undefined : 'network';
}

export function toPort(protocol: string, port: string): number {
  return Number(port) || (defaultPorts[protocol] ?? 0);
}

/** RFC 6761: these resolve to loopback and nothing else. */
function isLocalhost(hostname: string): boolean {
  return /(?:^|\.)localhost\.?$/.test(hostname);
}
