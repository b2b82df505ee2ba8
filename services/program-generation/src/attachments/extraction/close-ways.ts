import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const ways = [
  ...[net, net.Socket.prototype, net.Server.prototype],
  ...[dgram, dgram.Socket.prototype],
  ...[dns, dns.Resolver.prototype, dns.promises, dns.promises.Resolver.prototype],
];

/**
 * Takes the network away from all that runs in this process from now on: the permissions of Node 24 do not cover it. Threads go
 * too, which would have it anew.
 */
export function closeWays(): void {
  // The types of Node do not know it yet, and the first releases of 24 do not have it.
  const { permission }: { permission: { has: unknown; drop?(scope: string): void } } = process;
  permission.drop?.('worker');
  for (const way of ways) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(way))) {
      if (typeof value === 'function' && name !== 'constructor') Reflect.set(way, name, refuse);
    }
  }
  // Named imports are copies.
  syncBuiltinESMExports();
}

function refuse(): never {
  throw new Error('there is no network');
}
