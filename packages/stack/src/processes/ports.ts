import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Progress } from '../progress.ts';

/**
 * Hands out ports of the loopback interface, none twice. Free ones lie below the range the kernel takes outgoing ports from
 * (ip_local_port_range, from 32768): there a port can be taken between our look and the server's, and a client that
 * connects again and again can meet itself.
 */
export interface Ports {
  /** The usual port if it is free, else another one, which `progress` is told. */
  usual(port: number, purpose: string): Promise<number>;
  free(): Promise<number>;
}

export function createPorts(progress: Progress): Ports {
  const given = new Set<number>();

  async function take(port: number): Promise<boolean> {
    if (given.has(port)) return false;
    given.add(port);
    if (await isFree(port)) return true;
    given.delete(port);
    return false;
  }

  async function free(): Promise<number> {
    for (let attempt = 0; attempt < 200; attempt++) {
      const port = randomInt(15_000, 32_000);
      if (await take(port)) return port;
    }
    throw new Error('No free port between 15000 and 32000');
  }

  return {
    free,
    async usual(port, purpose) {
      if (await take(port)) return port;
      const other = await free();
      progress(`Port ${port} is taken: ${purpose} uses ${other}`);
      return other;
    },
  };
}

/** Whether both a listener on loopback and one on all interfaces would find it free. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listening = once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.listen({ port, host: '0.0.0.0', exclusive: true });
  const free = await listening;
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
}
