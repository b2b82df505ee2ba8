import { databaseNames } from '@lyceum/common/database';
import { serviceNames } from '@lyceum/contracts/services';
import { login } from '@lyceum/contracts/tokens/session';
import { createApi } from '../src/api.ts';
import { startOrders } from '../src/orders-under-load.ts';
import { poll } from '../src/poll.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';

let stack: PrivateStack;
beforeAll(async () => {
  stack = await startPrivateStack();
}, 60_000);
afterAll(() => stack?.stop());

async function readiness(): Promise<number[]> {
  return Promise.all(serviceNames.map(async (name) => (await fetch(`${stack.services.get(name)?.url}/ready`)).status));
}

async function untilReadinessIs(status: number, withinMs: number): Promise<void> {
  const everywhere = async () => (await readiness()).every((answer) => answer === status) || undefined;
  await poll(`/ready answering ${status} everywhere`, withinMs, everywhere);
}

const rows = <Row extends object>(text: string, values?: unknown[]) => stack.sql<Row>(text, values);

describe('a server that is killed under load and comes back', () => {
  it.each(['rabbitmq', 'redis', 'postgres'] as const)(
    '%s: nothing is lost, nothing happens twice, /ready tells the truth',
    async (name) => {
      const api = createApi(stack.gatewayUrl);
      const token = (await api.call(login, { body: stack.demo })).body.accessToken;
      const server = stack.backing.servers[name];
      const orders = startOrders(api, token);
      await orders.untilAccepted(8);
      await server.kill();
      await untilReadinessIs(503, 5_000);
      for (const service of stack.services.values()) expect((await fetch(`${service.url}/live`)).status).toBe(200);
      await server.start();
      await untilReadinessIs(200, 10_000);
      await orders.untilAccepted(8);
      const ordered = await orders.stop();

      const kept = () => rows<{ state: string }>('SELECT state FROM program_generation.programs WHERE id = ANY($1)', [ordered]);
      await poll('all programmes', 90_000, async () => (await kept()).every(({ state }) => state === 'ready') || undefined);
      expect(await kept()).toHaveLength(new Set(ordered).size);

      // Of all programmes: also one whose answer was lost was ordered again under its key, and so made once.
      const [made] = await rows<{ count: number }>('SELECT count(*)::int FROM program_generation.programs');
      expect(made?.count).toBeGreaterThanOrEqual(ordered.length);
      const mails = () => rows<{ status: string }>("SELECT status FROM notifications.mails WHERE kind = 'program-ready'");
      // A lease whose commit nobody heard of is waited for: the attempt after its 90 s is the one at 155 s.
      await poll('all mails', 180_000, async () => {
        const found = await mails();
        return (found.length >= (made?.count ?? 0) && found.every(({ status }) => status === 'sent')) || undefined;
      });
      expect(await mails()).toHaveLength(made?.count ?? 0);
      for (const { schema } of serviceNames.map(databaseNames)) {
        expect(await rows(`SELECT name FROM ${schema}.outbox WHERE available_at <= now()`)).toEqual([]);
      }
    },
    330_000,
  );
});
