import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createProgram, type ProgramRequest } from '@lyceum/contracts/program-generation';
import { serviceNames } from '@lyceum/contracts/services';
import { login } from '@lyceum/contracts/tokens';
import { type Api, createApi } from '../src/api.ts';
import { poll } from '../src/poll.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';

let stack: PrivateStack;
let api: Api;
let token: string;

beforeAll(async () => {
  stack = await startPrivateStack();
  api = createApi(stack.gatewayUrl);
  token = (await api.call(login, { body: stack.demo })).body.accessToken;
}, 60_000);
afterAll(() => stack?.stop());

const request: ProgramRequest = {
  title: 'Outage drill',
  kind: 'course-plan',
  audience: 'Operators',
  level: 'beginner',
  hours: 8,
  topics: ['Before', 'Meanwhile', 'After'],
  language: 'en',
};

/** Orders programmes one after another, each until it is accepted, as a client that may repeat does. Returns their ids. */
async function orderUntil(stop: AbortSignal): Promise<string[]> {
  const accepted: string[] = [];
  while (!stop.aborted) {
    const headers = { 'idempotency-key': randomUUID() };
    const id = await poll('an accepted order', 60_000, async () => {
      const response = await api.send(createProgram, { token, headers, body: request }).catch(() => undefined);
      if (response?.status === 202) return createProgram.response.parse(await response.json()).id;
      expect([undefined, 409, 502, 503, 504]).toContain(response?.status);
      return undefined;
    });
    accepted.push(id);
    await pause(250);
  }
  return accepted;
}

async function readiness(): Promise<Record<string, number>> {
  const answers = serviceNames.map(async (name) => [name, (await fetch(`${stack.services.get(name)?.url}/ready`)).status]);
  return Object.fromEntries(await Promise.all(answers));
}
const everywhere = (status: number) => Object.fromEntries(serviceNames.map((name) => [name, status]));

async function untilReadinessIs(status: number, withinMs: number): Promise<void> {
  await poll(`/ready answering ${status}`, withinMs, async () => {
    const found = await readiness();
    return Object.values(found).every((answer) => answer === status) || undefined;
  });
  expect(await readiness()).toEqual(everywhere(status));
}

describe('a server that goes away under load and comes back', () => {
  it.each(['rabbitmq', 'redis', 'postgres'] as const)(
    '%s: nothing is lost, nothing happens twice, /ready tells the truth',
    async (name) => {
      const server = stack.backing.servers[name];
      const load = new AbortController();
      const clients = Array.from({ length: 4 }, () => orderUntil(load.signal));
      await pause(1_000);
      await server.kill();
      await untilReadinessIs(503, 5_000);
      for (const service of stack.services.values()) expect((await fetch(`${service.url}/live`)).status).toBe(200);
      await server.start();
      await untilReadinessIs(200, 10_000);
      await pause(1_000);
      load.abort();
      const ordered = (await Promise.all(clients)).flat();
      expect(ordered.length).toBeGreaterThan(8);

      const rows = () =>
        stack.sql<{ id: string; status: string }>('SELECT id, status FROM program_generation.programs WHERE id = ANY($1)', [
          ordered,
        ]);
      await poll(
        'every ordered programme being ready',
        90_000,
        async () => (await rows()).every(({ status }) => status === 'ready') || undefined,
      );
      expect(await rows()).toHaveLength(new Set(ordered).size);

      // Also what was committed though its answer was lost: the idempotency key made it one order.
      const [orders] = await stack.sql<{ count: number }>('SELECT count(*)::int FROM program_generation.programs');
      const mails = () => stack.sql<{ status: string }>("SELECT status FROM notifications.mails WHERE kind = 'program-ready'");
      await poll('every mail being sent', 60_000, async () => {
        const found = await mails();
        return (found.length >= (orders?.count ?? 0) && found.every(({ status }) => status === 'sent')) || undefined;
      });
      expect(await mails()).toHaveLength(orders?.count ?? 0);
      for (const schema of ['tokens', 'users', 'notifications', 'program_generation']) {
        expect(await stack.sql(`SELECT name FROM ${schema}.outbox`)).toEqual([]);
      }
    },
    240_000,
  );
});
