import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { serviceNames } from '@lyceum/contracts/services';
import { testServers } from '@lyceum/testing/config';
import { eventually } from '@lyceum/testing/eventually';
import { atEnd, freePort, gatewaySecret, publicUrl, send, startTestGateway, startUpstream } from '../test/harness.ts';

const main = join(import.meta.dirname, 'main.ts');

/** The gateway as a process of its own, as in a container. */
async function startProcess(
  env: Record<string, string>,
): Promise<{ child: ChildProcess; ended: Promise<number | null>; url: string }> {
  const port = await freePort();
  const child = spawn(process.execPath, [main], {
    env: {
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: publicUrl,
      GATEWAY_SECRET: gatewaySecret,
      REDIS_URL: testServers().TEST_REDIS_URL,
      LOG_LEVEL: 'silent',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null); // what Node passes to this event
  atEnd(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, ended, url: `http://127.0.0.1:${port}` };
}

const isUp = (url: string) =>
  send(`${url}/live`).then(
    () => true,
    () => false,
  );

/** A request on the connection of an agent. */
async function ask(url: string, agent: Agent): Promise<{ status: number | undefined; connection: string | undefined }> {
  const outgoing = request(url, { agent }).end();
  const [response] = await once(outgoing, 'response');
  response.resume();
  await once(response, 'end');
  return { status: response.statusCode, connection: response.headers.connection };
}

it('SIGTERM lets requests in progress finish, takes no new ones and exits 0', async () => {
  const unanswered: ServerResponse[] = [];
  const upstream = await startUpstream((_req, res) => unanswered.push(res));
  const urls = Object.fromEntries(serviceNames.map((name) => [name, upstream.url]));
  const { child, ended, url } = await startProcess({ SERVICE_URLS: JSON.stringify(urls) });
  await eventually(async () => isUp(url));

  const reply = send(`${url}/api/v1/programs`);
  await eventually(async () => unanswered.length === 1);
  child.kill('SIGTERM');
  await eventually(async () => !(await isUp(url)));
  unanswered[0]?.end('answered');
  expect(await reply).toMatchObject({ status: 200, text: 'answered', headers: { connection: 'close' } });
  expect(await ended).toBe(0);
});

it('writes log lines that name the service once', async () => {
  const { child, ended, url } = await startProcess({ LOG_LEVEL: 'info' });
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += String(chunk);
  });
  await eventually(async () => isUp(url));
  child.kill('SIGTERM');
  await ended;
  const lines = text.trim().split('\n');
  expect(lines.map((line) => line.match(/"service":"[^"]*"/g))).toEqual(lines.map(() => ['"service":"gateway"']));
});

it('says what is missing and exits 1 when the configuration is not complete', async () => {
  const wrong = { PUBLIC_URL: '', RATE_LIMIT_IP: 'many', CORS_ORIGINS: 'nonsense', MAX_BODY_BYTES_BY_SERVICE: '{' };
  const { child, ended } = await startProcess(wrong);
  let text = '';
  child.stderr?.on('data', (chunk) => {
    text += String(chunk);
  });
  expect(await ended).toBe(1);
  for (const name of Object.keys(wrong)) expect(text).toContain(name);
});

it('fails to start on a port that is taken', async () => {
  const { port } = new URL((await startUpstream()).url);
  await expect(startTestGateway({ env: { PORT: port } })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

it('is not ready any more from the moment it stops, on connections that are still open', async () => {
  const upstream = await startUpstream();
  const gateway = await startTestGateway({ upstream: upstream.url });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  atEnd(async () => agent.destroy());
  expect(await ask(`${gateway.url}/ready`, agent)).toMatchObject({ status: 200, connection: 'keep-alive' });
  const stopped = gateway.stop();
  expect(await ask(`${gateway.url}/ready`, agent)).toMatchObject({ status: 503, connection: 'close' });
  await stopped;
});

it('closes the connections it answers on while it stops, so that nobody sends another request into its end', async () => {
  const unanswered: ServerResponse[] = [];
  const upstream = await startUpstream((_req, res) => unanswered.push(res));
  const gateway = await startTestGateway({ upstream: upstream.url });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  atEnd(async () => agent.destroy());
  const held = ask(`${gateway.url}/api/v1/programs`, agent);
  await eventually(async () => unanswered.length === 1);
  const stopped = gateway.stop();
  unanswered[0]?.end();
  expect(await held).toMatchObject({ status: 200, connection: 'close' });
  await stopped;
});

it('stops in time although a request is never answered', async () => {
  const upstream = await startUpstream(() => undefined);
  const gateway = await startTestGateway({ upstream: upstream.url, env: { SHUTDOWN_GRACE_MS: '100' } });
  const reply = send(`${gateway.url}/api/v1/programs`).catch((error: Error) => error.message);
  await eventually(async () => upstream.received.length === 1);
  await gateway.stop();
  expect(await reply).toBe('socket hang up');
});
