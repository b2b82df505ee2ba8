import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { eventually } from '@lyceum/testing/eventually';
import { startTestNginx } from '@lyceum/testing/nginx';
import { atEnd, send, startTestGateway } from '../test/harness.ts';
import { forms, ways } from '../test/smuggling-forms.ts';
import { forgedAddress } from '../test/smuggling-values.ts';

/** A service that notes every request it understands, and keeps its connections whatever it answers. */
async function startCountingService() {
  const seen: { url: string; address: string; space: string }[] = [];
  const note = ({ url = '', headers }: IncomingMessage) => {
    seen.push({ url, address: String(headers['x-forwarded-for']), space: String(headers['x-lyceum-space']) });
  };
  const server = createServer({
    keepAliveTimeout: 75_000,
    requireHostHeader: false,
    shouldUpgradeCallback: ({ url }) => url?.endsWith('/live') ?? false,
  });
  server.on('request', (req, res) => {
    note(req);
    res.end(JSON.stringify({ url: req.url }));
  });
  server.on('upgrade', (req, socket) => {
    note(req);
    const accept = createHash('sha1').update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
    const head = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket'];
    socket.write(`${[...head, `Sec-WebSocket-Accept: ${accept.digest('base64')}`].join('\r\n')}\r\n\r\n`);
    // Such a connection is no longer the server's to close.
    socket
      .on('error', () => undefined)
      .on('end', () => socket.end())
      .resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

/** Sends bytes and does not wait for an answer; `text` is what has come back so far. */
function attack(port: number, bytes: string) {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  const state = { text: '' };
  socket
    .on('error', () => undefined)
    .on('data', (chunk: string) => {
      state.text += chunk;
    });
  const answered = new Promise<void>((resolve) => socket.once('data', () => resolve()).once('close', () => resolve()));
  socket.write(bytes, 'latin1');
  return { state, answered, end: () => socket.destroy() };
}

/** Somebody else, whose requests go over the same connections to the service. */
function createVictim(baseUrl: string) {
  const agent = new Agent({ keepAlive: true });
  atEnd(async () => agent.destroy());
  let count = 0;
  return async () => {
    count += 1;
    const path = `/api/v1/programs/victim-${count}`;
    const [response] = (await once(request(baseUrl + path, { agent }).end(), 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
    return { path, got: (JSON.parse(text) as { url: string }).url };
  };
}

const getCount = (metrics: string) =>
  [...metrics.matchAll(/^lyceum_gateway_(?:request_seconds_count|websockets_total)\{.*\} (\d+)$/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );

describe.each([
  ['', false],
  ['through nginx, ', true],
])('%srequests hidden in others', (_through, behindNginx) => {
  it.each(Object.entries(ways))(
    'run no more often than the gateway counted them, with no header of their own, and everybody gets his own answer: %s',
    async (_name, way) => {
      const service = await startCountingService();
      const limits = { RATE_LIMIT_IP: '100000', TRUSTED_PROXIES: behindNginx ? '1' : '0' };
      const gateway = await startTestGateway({ upstream: service.url, env: limits });
      const entrance = behindNginx ? await startTestNginx(gateway.url) : gateway;
      if (behindNginx) atEnd(() => entrance.stop());
      const ask = createVictim(entrance.url);
      const wrong: string[] = [];
      for (const [form, bytes] of forms) {
        const before = service.seen.length;
        const attacker = attack(entrance.port, bytes(way));
        const answers = [ask(), ask()];
        // A form that leaves the gateway waiting gets no answer.
        await Promise.race([attacker.answered, Promise.all([...answers, ask(), ask()])]);
        answers.push(ask());
        for (const { path, got } of await Promise.all(answers)) if (got !== path) wrong.push(`${form}: ${path} got ${got}`);
        if (attacker.state.text.includes('victim')) wrong.push(`${form}: got the answer to somebody else`);
        attacker.end();
        const forged = service.seen.slice(before).filter(({ address, space }) => address !== '127.0.0.1' || space !== 'main');
        for (const { url, address, space } of forged) wrong.push(`${form}: ${url} of ${address} in ${space}`);
      }
      expect(wrong).toEqual([]);
      expect(service.seen.map(({ address }) => address)).not.toContain(forgedAddress);
      await eventually(async () => getCount((await send(`${gateway.url}/metrics`)).text) >= service.seen.length);
    },
    60_000,
  );
});

it('knows more than sixty forms', () => {
  expect(new Set(forms.map(([name]) => name)).size).toBe(forms.length);
  expect(forms.length).toBeGreaterThan(60);
});
