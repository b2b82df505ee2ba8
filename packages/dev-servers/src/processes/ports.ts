import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { portRange } from '../config.ts';
import type { Progress } from '../progress.ts';

/** A port of this machine that nothing uses; never the same twice. The usual one if it is free. */
export type ChoosePort = (usual?: number, purpose?: string) => Promise<number>;

/** `free` ignores the usual ports. `progress` is told when a usual one is taken. */
export function createPortChooser(kind: 'usual' | 'free', progress: Progress): ChoosePort {
  const given = new Set<number>();
  const [first, end] = portRange();

  async function take(port: number): Promise<boolean> {
    if (given.has(port)) return false;
    given.add(port);
    if (await isFree(port)) return true;
    given.delete(port);
    return false;
  }

  /**
   * Below the range the kernel takes outgoing ports from (ip_local_port_range, from 32768): there a port can be taken between our
   * look and the server's, and a client that connects again and again can meet itself.
   */
  async function takeAny(): Promise<number> {
    for (let attempt = 0; attempt < 200; attempt++) {
      const port = randomInt(first, end);
      if (await take(port)) return port;
    }
    throw new Error(`No free port between ${first} and ${end}`);
  }

  return async (usual, purpose) => {
    if (kind === 'free' || usual === undefined) return takeAny();
    if (await take(usual)) return usual;
    const other = await takeAny();
    progress(`Port ${usual} is taken: ${purpose ?? 'it'} uses ${other}`);
    return other;
  };
}

/** A listener on all interfaces, of IPv6 too where there is any, meets one on each of them: `localhost` may mean either. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listening = once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.listen({ port, exclusive: true });
  const free = await listening;
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
}
