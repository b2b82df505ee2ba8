import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { toPort } from './address-fault.ts';
import type { ProviderHosts } from './provider-hosts.ts';

/** Code of the error a connection fails with to where no provider may be. */
export const addressRefused = 'ERR_ADDRESS_REFUSED';

/** Finds the addresses of a host. */
export type Resolve = (hostname: string, options: LookupOptions) => Promise<readonly LookupAddress[]>;

/**
 * Makes connections to where providers may be. What a host resolves to is checked when the connection is made, which is then
 * made to what was checked: a name that resolves otherwise the next time gains nothing.
 */
export function createConnect(
  hosts: ProviderHosts,
  options: buildConnector.BuildOptions,
  resolve: Resolve = resolveBySystem,
): buildConnector.connector {
  const anywhere = buildConnector(options);
  const checked = buildConnector({ ...options, lookup: checkedLookup(hosts, resolve) });
  return (target, callback) => {
    const { hostname, protocol, port } = target;
    if (hosts.names(hostname, toPort(protocol, port))) return anywhere(target, callback);
    if (isIP(hostname) && !hosts.allows(hostname)) return callback(refusal(), null);
    return checked(target, callback);
  };
}

function checkedLookup(hosts: ProviderHosts, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, options).then(
      (addresses) => {
        const [first] = addresses;
        if (!first || !addresses.every(({ address }) => hosts.allows(address))) callback(refusal(), '');
        else if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}

const resolveBySystem: Resolve = (hostname, options) =>
  new Promise((done, failed) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => (error ? failed(error) : done(addresses)));
  });

function refusal(): NodeJS.ErrnoException {
  return Object.assign(new Error('no provider may be at this address'), { code: addressRefused });
}
