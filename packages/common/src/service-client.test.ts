import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceName } from '@lyceum/contracts/services';
import { asAdmin, asUser } from '@lyceum/testing/actors';
import { createTestService } from '@lyceum/testing/service';
import { adminProbe, askProbe, countForService, probes, streamsEnded } from '../test/probe.ts';
import { createServiceClient, type OnBehalf } from './service-client.ts';

const service = createTestService(probes, {}, { migrate: true });
const { signal } = new AbortController();

const buildPerson = (overrides: Partial<OnBehalf> = {}): OnBehalf => ({
  id: randomUUID(),
  roles: ['staff', 'user'],
  space: 'calls',
  locale: 'ru',
  requestId: 'request-1',
  ...overrides,
});

function toClient(name: ServiceName, urls: { users?: string; tokens?: string } = {}, options: { silenceMs?: number } = {}) {
  const all = { users: service.url, tokens: service.keys.url, ...urls };
  return createServiceClient(name, { SERVICE_URLS: all as never, SERVICE_SECRET: 's'.repeat(32) }, service.clock, options);
}

const ask = (name: ServiceName, onBehalf = buildPerson(), probe = 'asked', urls = {}) =>
  toClient(name, urls).call('users', askProbe, { body: { name: probe }, onBehalf, signal });

describe('a service that asks another one', () => {
  it('says who it is and for whom it asks', async () => {
    const person = buildPerson();
    const { id, roles, space } = person;
    expect(await ask('program-generation', person)).toEqual({ service: 'program-generation', id, roles, space, name: 'asked' });
    expect(await ask('program-generation', buildPerson({ roles: [] }))).toMatchObject({ roles: [] });
  });

  it('gets the failure the other side declares, in the language of the person', async () => {
    await expect(ask('program-generation', buildPerson(), 'missing')).rejects.toMatchObject({
      status: 404,
      problem: { code: 'profile.not_found', title: 'Профиль ещё не создан, повторите чуть позже' },
    });
  });

  it('is refused with 403 without the permission', async () => {
    await expect(ask('notifications')).rejects.toMatchObject({ status: 403, problem: { code: 'auth.forbidden' } });
  });

  it('names the person as the database writes ids', async () => {
    const id = randomUUID();
    expect(await ask('program-generation', buildPerson({ id: id.toUpperCase() }))).toMatchObject({ id });
  });

  it('gives up when it is told to, also while it has no token yet', async () => {
    const mute = createServer();
    mute.listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as AddressInfo; // a TCP server's address is never a string
    const giving = new AbortController();
    const client = toClient('program-generation', { tokens: `http://127.0.0.1:${port}` });
    const asked = client.call('users', askProbe, { body: { name: 'x' }, onBehalf: buildPerson(), signal: giving.signal });
    await once(mute, 'request');
    giving.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    mute.closeAllConnections();
    mute.close();
  });

  it('fails when a stream gives no sign of life any more', async () => {
    const mute = createServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n'),
    );
    mute.listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as AddressInfo; // a TCP server's address is never a string
    const client = toClient('program-generation', { users: `http://127.0.0.1:${port}` }, { silenceMs: 50 });
    const events = client.stream('users', countForService, { body: { from: 1 }, onBehalf: buildPerson(), signal });
    await expect(events.next()).rejects.toThrow('has said nothing for 50 ms');
    mute.closeAllConnections();
    mute.close();
  });

  it('fails when nobody listens', async () => {
    await expect(ask('program-generation', buildPerson(), 'asked', { users: 'http://127.0.0.1:1' })).rejects.toThrow(
      'fetch failed',
    );
  });

  it('reads events as they come, and ends the request when it leaves', async () => {
    const client = toClient('program-generation');
    const input = { onBehalf: buildPerson(), signal };
    const counts: number[] = [];
    for await (const { count } of client.stream('users', countForService, { ...input, body: { from: 5 } })) counts.push(count);
    expect(counts).toEqual([5, 6, 7]);
    streamsEnded.length = 0;
    for await (const _ of client.stream('users', countForService, { ...input, body: { from: 0 } })) break;
    expect(await streamsEnded[0]).toBe(0);
  });

  it('ends the request when its own signal does, with the reason of that', async () => {
    const leaving = new AbortController();
    const input = { onBehalf: buildPerson(), signal: leaving.signal, body: { from: 0 } };
    streamsEnded.length = 0;
    const read = async () => {
      for await (const { count } of toClient('program-generation').stream('users', countForService, input)) {
        if (count === 2) leaving.abort(new Error('the person left'));
      }
    };
    await expect(read()).rejects.toThrow('the person left');
    expect(await streamsEnded[0]).toBe(0);
  });
});

describe('its own token', () => {
  async function startTokens() {
    const asked: string[] = [];
    const answers: { token: string; seconds: number }[] = [];
    const server = createServer((request, response) => {
      asked.push(String(request.headers.authorization));
      const { token, seconds } = answers.shift() ?? { token: fresh(), seconds: 900 };
      const body = JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: seconds });
      response.setHeader('content-type', 'application/json').end(body);
    });
    const fresh = () => service.keys.signForService('program-generation', { now: service.clock.now() });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
    open.push(server);
    return { asked, answers, url: `http://127.0.0.1:${port}` };
  }

  const open: Server[] = [];

  afterEach(() => {
    service.clock.reset();
    for (const server of open.splice(0)) server.close().closeAllConnections();
  });

  it('is asked for once, by HTTP Basic, by however many calls, and anew a minute before it expires', async () => {
    const tokens = await startTokens();
    const client = toClient('program-generation', { tokens: tokens.url });
    const call = () => client.call('users', askProbe, { body: { name: 'x' }, onBehalf: buildPerson(), signal });
    await Promise.all(Array.from({ length: 10 }, call));
    expect(tokens.asked).toEqual([`Basic ${Buffer.from(`program-generation:${'s'.repeat(32)}`).toString('base64')}`]);
    service.clock.advance(800_000);
    await call();
    expect(tokens.asked).toHaveLength(1);
    service.clock.advance(50_000);
    await call();
    expect(tokens.asked).toHaveLength(2);
  });

  it('is replaced at once when it is refused, and the call made again', async () => {
    const tokens = await startTokens();
    tokens.answers.push({ token: service.token(asUser()), seconds: 900 });
    const client = toClient('program-generation', { tokens: tokens.url });
    const { name } = await client.call('users', askProbe, { body: { name: 'again' }, onBehalf: buildPerson(), signal });
    expect([name, tokens.asked.length]).toEqual(['again', 2]);
  });
});

describe('an internal endpoint', () => {
  const getToken = (claims = {}) => service.keys.signForService('program-generation', { now: service.clock.now(), claims });
  const post = (headers: Readonly<Record<string, string>>) =>
    service.http.post('/api/v1/internal/users/probes').set(headers).send({ name: 'x' });
  const named = { 'x-lyceum-person': randomUUID(), 'x-lyceum-roles': 'user', 'x-lyceum-space': 'main' };

  it.each([
    ['nobody', undefined],
    ['people, administrators included', () => service.token(asAdmin())],
    ['an expired token', () => getToken({ iat: 1, exp: 2 })],
    ['a token of no service of ours', () => getToken({ sub: 'printer', client_id: 'printer' })],
    [
      'a token that is longer valid than tokens may be',
      () => getToken({ exp: Math.floor(service.clock.now().getTime() / 1000) + 9_000 }),
    ],
  ])('answers 401 for %s', async (_who, token) => {
    const { status } = await post({ ...named, ...(token && { authorization: `Bearer ${token()}` }) });
    expect(status).toBe(401);
  });

  it.each(['x-lyceum-person', 'x-lyceum-roles', 'x-lyceum-space'])('answers 400 without %s', async (missing) => {
    const { [missing]: _, ...headers } = { ...named, authorization: `Bearer ${getToken()}` } as Record<string, string>;
    const { status, body } = await post(headers);
    expect([status, body.code]).toEqual([400, 'request.invalid']);
  });

  it.each([
    ['x-lyceum-person', 'somebody'],
    ['x-lyceum-roles', 'user,owner'],
    ['x-lyceum-space', '../main'],
  ])('answers 400 for %s: %s', async (name, value) => {
    const { status } = await post({ ...named, [name]: value, authorization: `Bearer ${getToken()}` });
    expect(status).toBe(400);
  });

  it('stands in no public document', async () => {
    const { text } = await service.http.get('/openapi.json');
    expect(text).not.toContain('/internal/');
  });
});

it('a token of a service opens nothing that is for people', async () => {
  const token = service.keys.signForService('program-generation', { now: service.clock.now() });
  const { status } = await service.http.post(`/api/v1${adminProbe.path}`).set({
    authorization: `Bearer ${token}`,
    'x-lyceum-person': randomUUID(),
    'x-lyceum-roles': 'admin',
    'x-lyceum-space': 'main',
  });
  expect(status).toBe(401);
});
