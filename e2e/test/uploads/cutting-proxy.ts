import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  readonly url: string;
  /** Connections that were cut so far. */
  readonly cuts: number;
  stop(): Promise<void>;
}

interface Cutting {
  /** How many connections are cut. */
  readonly times: number;
  /** Every so manieth one passes meanwhile. */
  readonly passesEvery: number;
  /** A connection is cut before it has brought so many bytes. */
  readonly maxBytes: number;
  /** Numbers from 0 to 1. */
  random(): number;
  /** Called after each. */
  onCut(cuts: number): void;
}

/** Passes bytes on to a server, and cuts connections at random places, until it has done so often enough. */
export async function startCuttingProxy(
  target: string,
  { times, passesEvery, maxBytes, random, onCut }: Cutting,
): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let [connections, cuts] = [0, 0];
  const server = createServer((client) => {
    connections += 1;
    const passes = connections % passesEvery === 0;
    let left = passes ? Number.POSITIVE_INFINITY : Math.ceil(random() * maxBytes);
    const upstream = connect(Number(port), hostname);
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', end).on('close', () => {
        open.delete(socket);
        end();
      });
    }
    client.on('data', (bytes: Buffer) => {
      left -= bytes.length;
      if (left < 0 && cuts < times) {
        cuts += 1;
        upstream.write(bytes.subarray(0, bytes.length + left), end);
        onCut(cuts);
      } else if (!upstream.write(bytes)) client.pause();
    });
    upstream.on('drain', () => client.resume());
    upstream.pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo; // a TCP server's address is never a string
  return {
    url: `http://127.0.0.1:${address.port}`,
    get cuts() {
      return cuts;
    },
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
