import type { Socket } from 'node:net';
import { startOddServer } from '../../testing/odd-server.ts';
import { addressRefused, createConnect, type Resolve } from './create-connect.ts';
import { parseProviderHosts } from './provider-hosts.ts';

let server: Awaited<ReturnType<typeof startOddServer>>;
beforeAll(async () => {
  server = await startOddServer((_request, response) => response.end());
});
afterAll(() => server.stop());

/** Names that resolve to these addresses in turn. */
function resolving(...answers: readonly string[][]): Resolve {
  const left = [...answers];
  return async () => (left.shift() ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
}

/** How a connection to the server ends when it is asked for under another name: `connected`, or a code. */
function connecting(connect: ReturnType<typeof createConnect>, hostname = 'model.example.org'): Promise<string> {
  const { port } = new URL(server.url);
  return new Promise((resolve) => {
    const target = { hostname, host: `${hostname}:${port}`, protocol: 'http:', port };
    connect(target, (error: (Error & { code?: string }) | null, socket: Socket | null) => {
      socket?.destroy();
      resolve(error ? (error.code ?? error.message) : 'connected');
    });
  });
}

const to = (list: string, ...answers: string[][]) =>
  createConnect(parseProviderHosts(list), { timeout: 5_000 }, resolving(...answers));

it.each(['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', '::ffff:127.0.0.1', 'fd00::1', 'fe80::1%lo', '64:ff9b::7f00:1'])(
  'makes no connection to a name that resolves to %s',
  async (address) => {
    expect(await connecting(to('', [address]))).toBe(addressRefused);
    expect(await connecting(to('', ['8.8.8.8', address]))).toBe(addressRefused);
  },
);

it.each(['127.0.0.1', '::1', '0.0.0.0'])('makes no connection to %s itself', async (address) => {
  expect(await connecting(to(''), address)).toBe(addressRefused);
});

it('makes the connection to what was checked, and checks each one anew', async () => {
  const connect = to('127.0.0.1', ['127.0.0.1'], ['127.0.0.2'], ['127.0.0.1']);
  expect([await connecting(connect), await connecting(connect), await connecting(connect)]).toEqual([
    'connected',
    addressRefused,
    'connected',
  ]);
});

it('refuses a name without an address', async () => {
  expect(await connecting(to('127.0.0.0/8', []))).toBe(addressRefused);
});

it('lets a name resolve to anything that the operator named with this port, and no other', async () => {
  const port = Number(new URL(server.url).port);
  expect(await connecting(to(`localhost:${port}`), 'localhost')).toBe('connected');
  expect(await connecting(to(`localhost:${port + 1}`, ['127.0.0.1']), 'localhost')).toBe(addressRefused);
});
