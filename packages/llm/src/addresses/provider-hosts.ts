import { isIP } from 'node:net';
import { z } from 'zod';
import { blockList, isPublicAddress, toFamily } from './public-address.ts';

/** Where providers may be. */
export interface ProviderHosts {
  /** Whether the operator named the host of an address, so that it may resolve to whatever it does. */
  names(hostname: string, port: number): boolean;
  /** Whether a connection may go there: the address is on the internet, or in a block the operator named. */
  allows(address: string): boolean;
}

const port = z.coerce.number().int().min(1).max(65_535);

/**
 * A comma list of hosts (`ollama`, `10.1.2.3`), hosts with a port (`host.docker.internal:11434`, `[::1]:8080`) and blocks
 * (`192.168.7.0/24`). Throws a `TypeError` that counts up to the entry that is none of these and does not repeat it: it may
 * hold a password.
 */
export function parseProviderHosts(list: string): ProviderHosts {
  const names = new Set<string>();
  const blocks: string[] = [];
  for (const [index, part] of list.split(',').entries()) {
    const entry = part.trim();
    if (entry === '') continue;
    const block = isIP(entry) ? `${entry}/${isIP(entry) === 6 ? 128 : 32}` : entry;
    if (isBlock(block)) blocks.push(block);
    else names.add(parseName(entry, index + 1));
  }
  const named = blockList(blocks);
  return {
    names: (hostname, port) => names.has(hostname) || names.has(`${hostname}:${port}`),
    allows: (address) => isPublicAddress(address) || (isIP(address) !== 0 && named.check(address, toFamily(address))),
  };
}

/** A variable with such a list; without it nothing but the internet is allowed. */
export const providerHosts = z
  .string()
  .default('')
  .transform((list, context) => {
    try {
      return parseProviderHosts(list);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });

function isBlock(entry: string): boolean {
  const [, network = '', bits = ''] = /^([0-9a-f:.]+)\/(\d{1,3})$/i.exec(entry) ?? [];
  return isIP(network) !== 0 && Number(bits) <= (isIP(network) === 6 ? 128 : 32);
}

/** As `toHostname` writes hosts. */
function parseName(entry: string, place: number): string {
  const [, host = '', given] = /^(\[[0-9a-f:.]+\]|[^\s:/?#@\\[\]%*]+)(?::(\d+))?$/i.exec(entry) ?? [];
  const address = `http://${host}`;
  if (!URL.canParse(address) || (given !== undefined && !port.safeParse(given).success)) {
    throw new TypeError(`entry ${place} is neither a host, a host with a port, nor a block of addresses`);
  }
  const hostname = toHostname(new URL(address));
  return given === undefined ? hostname : `${hostname}:${Number(given)}`;
}

/** Without the brackets of IPv6, as connections are made. */
export function toHostname({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
