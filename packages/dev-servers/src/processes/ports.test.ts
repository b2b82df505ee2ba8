import { once } from 'node:events';
import { createServer } from 'node:net';
import { createPortChooser } from './ports.ts';

async function occupy(host: string) {
  const port = await createPortChooser('free', () => undefined)();
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  return { port, free: () => new Promise((resolve) => server.close(resolve)) };
}

it('gives the usual port while it is free', async () => {
  const { port, free } = await occupy('127.0.0.1');
  await free();
  const said: string[] = [];
  expect(await createPortChooser('usual', (line) => said.push(line))(port, 'Redis')).toBe(port);
  expect(said).toEqual([]);
});

it.each(['127.0.0.1', '0.0.0.0'])('gives another port and says so when the usual one is taken on %s', async (host) => {
  const { port, free } = await occupy(host);
  const said: string[] = [];
  const chosen = await createPortChooser('usual', (line) => said.push(line))(port, 'Redis');
  expect(chosen).not.toBe(port);
  expect(said).toEqual([`Port ${port} is taken: Redis uses ${chosen}`]);
  await free();
});

it('gives no port twice', async () => {
  const choosePort = createPortChooser('free', () => undefined);
  const ports = await Promise.all(Array.from({ length: 200 }, () => choosePort()));
  expect(new Set(ports).size).toBe(200);
});
