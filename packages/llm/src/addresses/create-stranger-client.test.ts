import type { RequestListener } from 'node:http';
import { startOddServer } from '../../testing/odd-server.ts';
import { createStrangerClient, type StrangerClient } from './create-stranger-client.ts';
import { parseProviderHosts } from './provider-hosts.ts';

const bounds = { timeoutMs: 500, maxAnswerLength: 16_384 };

let server: Awaited<ReturnType<typeof startOddServer>>;
let behave: RequestListener = (_request, response) => response.end();
let client: StrangerClient;
beforeAll(async () => {
  server = await startOddServer((request, response) => behave(request, response));
  client = createStrangerClient(parseProviderHosts('127.0.0.0/8'), bounds);
});
afterAll(async () => {
  await client.stop();
  await server.stop();
});

const ask = (by = client, url = server.url, signal = new AbortController().signal) =>
  by.ask(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '[]', signal });

it('gives an answer of any status with its body', async () => {
  behave = (_request, response) => response.writeHead(418).end('short and stout');
  expect(await ask()).toEqual({ outcome: 'answered', status: 418, body: 'short and stout' });
});

it('reads only the beginning of an answer that never ends', async () => {
  behave = (_request, response) => {
    response.writeHead(200);
    const write = () => {
      while (response.write('x'.repeat(10_000)));
    };
    response.on('drain', write);
    write();
  };
  expect(await ask()).toEqual({ outcome: 'answered', status: 200, body: 'x'.repeat(16_384) });
});

it('waits neither for an answer that does not come nor for one that does not end', async () => {
  behave = (request) => void request.resume();
  expect(await ask()).toEqual({ outcome: 'timeout' });
  behave = (_request, response) => {
    response.writeHead(200);
    response.write('a');
  };
  expect(await ask()).toEqual({ outcome: 'timeout' });
});

it('sends nothing where a redirect leads', async () => {
  let requests = 0;
  behave = (_request, response) => {
    requests += 1;
    response.writeHead(307, { location: '/elsewhere' }).end();
  };
  expect(await ask()).toMatchObject({ outcome: 'answered', status: 307 });
  expect(requests).toBe(1);
});

it.each(['127.0.0.1', 'localhost', '[::1]', '169.254.169.254', '[::ffff:127.0.0.1]'])(
  'makes no connection to %s where the operator does not say so',
  async (host) => {
    const strict = createStrangerClient(parseProviderHosts(''), bounds);
    expect(await ask(strict, `http://${host}:${new URL(server.url).port}`)).toEqual({ outcome: 'address-refused' });
    await strict.stop();
  },
);

it('says why there is no connection', async () => {
  expect(await ask(client, 'http://127.0.0.1:1')).toEqual({ outcome: 'no-connection', code: 'ECONNREFUSED' });
});

it('rejects with the reason of the signal', async () => {
  behave = (request) => void request.resume();
  const stopping = new AbortController();
  const answer = ask(client, server.url, stopping.signal);
  stopping.abort(new Error('the process stops'));
  await expect(answer).rejects.toThrow('the process stops');
});
