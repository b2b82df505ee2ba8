import { once } from 'node:events';
import { connect } from 'node:net';
import { eventually } from '@lyceum/testing/eventually';
import { atEnd, send, startTestGateway, startUpstream } from '../test/harness.ts';

/** Sends all at once and reads nothing, as long as nobody listens for data. */
async function open(port: number, bytes: string) {
  const socket = connect(port, '127.0.0.1');
  atEnd(async () => {
    socket.destroy();
  });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.pause().write(bytes);
  return socket;
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

it('closes a connection that asks for much more than it has been answered, and serves no more of it', async () => {
  const upstream = await startUpstream(() => undefined);
  const gateway = await startTestGateway({ upstream: upstream.url });
  const socket = await open(gateway.port, get('/api/v1/programs/1').repeat(500));
  await once(socket.resume(), 'close');
  expect(upstream.received.length).toBeLessThan(10);
});

it('answers a few requests that were sent at once, in their order', async () => {
  const upstream = await startUpstream();
  const gateway = await startTestGateway({ upstream: upstream.url });
  const socket = await open(gateway.port, [1, 2, 3, 4, 5].map((id) => get(`/api/v1/programs/${id}`)).join(''));
  let text = '';
  socket
    .setEncoding('utf8')
    .on('data', (chunk: string) => {
      text += chunk;
    })
    .resume();
  await eventually(async () => text.match(/"url":/g)?.length === 5);
  expect([...text.matchAll(/programs\/(\d)/g)].map(([, id]) => id)).toEqual(['1', '2', '3', '4', '5']);
});

it('closes a connection that takes nothing of its answers', async () => {
  const upstream = await startUpstream((_req, res) => res.end(Buffer.alloc(8 * 1024 * 1024)));
  const gateway = await startTestGateway({ upstream: upstream.url, env: { IDLE_TIMEOUT_MS: '200' } });
  await open(gateway.port, get('/api/v1/programs/1').repeat(8));
  await eventually(async () => upstream.received.length === 8);
  const inFlight = /lyceum_gateway_in_flight\{upstream="program-generation",service="gateway"\} (\d+)/;
  await eventually(async () => inFlight.exec((await send(`${gateway.url}/metrics`)).text)?.[1] === '0');
});
