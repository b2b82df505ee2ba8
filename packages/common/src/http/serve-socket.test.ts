import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defineSocket } from '@lyceum/contracts/define/socket';
import { spaces, spaceTaken } from '@lyceum/contracts/tokens/space';
import { asAdmin, asUser, type TestActor } from '@lyceum/testing/actors';
import { eventually } from '@lyceum/testing/eventually';
import { takeFaults } from '@lyceum/testing/request-faults';
import { createTestService } from '@lyceum/testing/service';
import { openSocket, type TestSocket, tryHandshake } from '@lyceum/testing/web-socket';
import { z } from 'zod';
import type { Revocations } from '../auth/revocations.ts';
import { serviceConfig } from '../config.ts';
import { fail } from '../errors.ts';
import { defineFeature, defineService, type Kit } from '../service.ts';
import { socketRoute } from './socket-route.ts';
import { createSocketTickets, type SocketTickets } from './socket-tickets.ts';
import { createSockets } from './sockets.ts';

const contract = defineSocket('/users/echo/:room', {
  params: z.strictObject({ room: z.string().max(20) }),
  incoming: z.strictObject({ say: z.string() }),
  outgoing: z.object({ heard: z.string() }),
  ...{ maxBytes: 1024, perSecond: 2 },
});

/** What the handlers of the test do and see. */
const seen = { left: 0 };

const echo = socketRoute(contract, { access: spaces.create }, async ({ params: { room }, ctx, signal, read }) => {
  if (room === 'refused') throw fail(spaceTaken);
  const heard: string[] = [];
  let wake = () => {};
  signal.addEventListener('abort', () => wake());
  return {
    events: tell(),
    async receive({ say }) {
      heard.push(say);
      wake();
    },
  };

  async function* tell() {
    try {
      const [{ space } = { space: '' }] = await read((db) =>
        db.query<{ space: string }[]>("SELECT current_setting('app.space') AS space"),
      );
      yield { heard: `${ctx.actor?.roles[0]} in ${space}`, secret: 'not of the contract' };
      while (!signal.aborted) {
        for (const say of heard.splice(0)) {
          if (say === 'end') return;
          if (say === 'problem') throw fail(spaceTaken);
          if (say === 'bug') throw new Error('a secret of ours');
          if (say === 'flood') for (let sent = 0; sent < 1000; sent += 1) yield { heard: 'x'.repeat(100_000) };
          yield { heard: say };
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (heard.length > 0 || signal.aborted) resolve();
        });
      }
    } finally {
      seen.left += 1;
    }
  }
});

let tickets: SocketTickets;
let revocations: Revocations;
const service = createTestService(
  defineService({
    name: 'users',
    config: serviceConfig,
    features: [
      defineFeature({
        mount(kit: Kit<typeof serviceConfig>) {
          tickets = createSocketTickets(kit.redis, kit.config.REDIS_PREFIX);
          revocations = kit.revocations;
          return { sockets: [echo] };
        },
      }),
    ],
  }),
  {},
  { heartbeatMs: 50 },
);

const sockets: TestSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) await socket.leave();
  service.clock.reset();
});

async function issue(as: TestActor, room = 'one'): Promise<string> {
  const expiresAt = Math.floor(service.clock.now().getTime() / 1000) + 900;
  const actor = { ...as, roles: [...as.roles], service: null, expiresAt, can: () => true };
  const { path } = await tickets.issue(contract, { room }, actor, service.context(as.space));
  // The gateway turns the space of the path into a header.
  return service.url + path.replace(`/s/${as.space}`, '');
}

async function open(as: TestActor = asAdmin(), options = {}): Promise<TestSocket> {
  const socket = await openSocket(await issue(as), options);
  sockets.push(socket);
  expect(await socket.next()).toEqual({ heard: `admin in ${as.space}` });
  return socket;
}

describe('a WebSocket', () => {
  it('carries what both sides say, in the space of the ticket, and drops what the contract does not name', async () => {
    const socket = await open(asAdmin({ space: 'school' }));
    socket.send({ say: 'Привет' });
    expect(await socket.next()).toEqual({ heard: 'Привет' });
    const { left } = seen;
    await socket.leave();
    await eventually(async () => seen.left === left + 1);
  });

  it('is opened once by a ticket, at its own address', async () => {
    const url = await issue(asAdmin());
    sockets.push(await openSocket(url));
    const other = await issue(asAdmin(), 'two');
    for (const refused of [url, other.replace('/two', '/one'), url.replace(/=.*/, '=invented')])
      expect(await tryHandshake(refused)).toMatchObject({ status: 401, body: { code: 'auth.token_invalid' } });
    expect(await tryHandshake(url.replace(/\?.*/, ''))).toMatchObject({ status: 401, body: { code: 'auth.required' } });
    expect(await tryHandshake(url.replace(/=.*/, `=${'x'.repeat(101)}`))).toMatchObject({ status: 400 });
  });

  it('lets one of many at once in by a ticket', async () => {
    const url = await issue(asAdmin());
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => openSocket(url)));
    const opened = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    sockets.push(...opened);
    expect(opened).toHaveLength(1);
  });

  it('is refused by problem documents: role, space, room, revoked and expired tokens', async () => {
    expect(await tryHandshake(await issue(asUser()))).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } });
    const headers = { 'x-lyceum-space': 'school' };
    expect(await tryHandshake(await issue(asAdmin()), { headers })).toMatchObject({ body: { code: 'space.mismatch' } });
    expect(await tryHandshake(await issue(asAdmin(), 'refused'))).toMatchObject({ status: 409, body: { code: 'space.taken' } });
    const revoked = asAdmin();
    const url = await issue(revoked);
    await revocations.revokeSession(revoked.sessionId, Math.ceil(service.clock.now().getTime() / 1000) + 900);
    expect(await tryHandshake(url)).toMatchObject({ status: 401, body: { code: 'auth.token_invalid' } });
    const late = await issue(asAdmin());
    service.clock.advance(900_000);
    expect(await tryHandshake(late)).toMatchObject({ status: 401, body: { code: 'auth.token_invalid' } });
  });

  it('is no plain request, and no other address is one', async () => {
    const plain = await service.http.get('/api/v1/users/echo/one');
    expect([plain.status, plain.body.code]).toEqual([400, 'request.invalid']);
    expect((await service.http.post('/api/v1/users/echo/one')).status).toBe(405);
    expect(await tryHandshake(`${service.url}/api/v1/users/none`)).toMatchObject({
      status: 404,
      body: { code: 'route.not_found' },
    });
    expect(await tryHandshake(`${service.url}/live`)).toMatchObject({ status: 200 });
  });

  it.each([
    ['more than it takes', { say: 'x'.repeat(1100) }, 1009],
    ['bytes', Buffer.from('{"say":"x"}'), 1003],
    ['no JSON', '{"say', 1008],
    ['what the contract does not take', { shout: 'x' }, 1008],
  ])('is closed on %s', async (_, message, code) => {
    const socket = await open();
    socket.send(message);
    expect(await socket.closed).toMatchObject({ code });
  });

  it('is closed on more messages in a second than it takes', async () => {
    const socket = await open();
    for (let sent = 0; sent < 10; sent += 1) socket.send({ say: `${sent}` });
    expect(await socket.closed).toMatchObject({ code: 1008 });
  });

  it.each([
    ['are over', 'end', { code: 1000, reason: '' }],
    ['fail with a problem', 'problem', { code: 1008, reason: 'space.taken' }],
    ['fail otherwise', 'bug', { code: 1011, reason: '' }],
  ])('is closed when its events %s', async (_, say, closing) => {
    const socket = await open();
    socket.send({ say });
    expect(await socket.closed).toEqual(closing);
    expect(takeFaults(globalThis)).toEqual(say === 'bug' ? [expect.stringContaining('a secret of ours')] : []);
  });

  it('has five places for a person, which come back', async () => {
    const as = asAdmin();
    const opened = [];
    for (let count = 0; count < 5; count += 1) opened.push(await open(as));
    expect(await tryHandshake(await issue(as))).toMatchObject({ status: 429, body: { code: 'stream.too_many' } });
    await open(asAdmin());
    await opened[0]?.leave();
    const again = await eventually(async () => openSocket(await issue(as)).catch(() => undefined));
    await again?.leave();
  });

  it('is closed when the session is revoked, and when the token expires', async () => {
    const as = asAdmin();
    const [revoked, other] = [await open(as), await open()];
    await revocations.revokeSession(as.sessionId, Math.ceil(service.clock.now().getTime() / 1000) + 900);
    expect(await revoked.closed).toEqual({ code: 1008, reason: 'auth.token_invalid' });
    service.clock.advance(900_000);
    expect(await other.closed).toEqual({ code: 1008, reason: 'auth.token_invalid' });
  });

  it('is ended when the client answers no ping, or takes nothing', async () => {
    const silent = await open(asAdmin(), { autoPong: false });
    expect(await silent.closed).toMatchObject({ code: 1006 });
    const { left } = seen;
    const slow = await open();
    slow.pause();
    slow.send({ say: 'flood' });
    await eventually(async () => seen.left > left);
  });

  it('is closed when the process stops, and no other is opened', async () => {
    const doors = createSockets();
    const server = createServer();
    const upgrade = doors.offer((request, response) => doors.accept(request, response, 100, () => undefined));
    server.on('upgrade', upgrade);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // a TCP server's address is never a string
    const [socket, silent] = [await openSocket(url), await openSocket(url)];
    silent.pause();
    doors.stop();
    expect(await socket.closed).toMatchObject({ code: 1001 });
    expect(() => doors.takePlace(randomUUID())).toThrow('service.unavailable');
    const late = await openSocket(url);
    expect(await late.closed).toMatchObject({ code: 1001 });
    await silent.leave();
    await new Promise((resolve) => server.close(resolve));
  });
});
