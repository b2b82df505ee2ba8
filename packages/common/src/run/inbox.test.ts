import { profileUpdated } from '@lyceum/contracts/users/profile';
import { createVirtualHost } from '@lyceum/testing/broker';
import { testServers } from '@lyceum/testing/config';
import { cloneDatabase, type TestDatabase } from '@lyceum/testing/database';
import { eventually } from '@lyceum/testing/eventually';
import { testIssuer } from '@lyceum/testing/keys';
import { gatewaySecret } from '@lyceum/testing/service';
import { Client } from 'pg';
import { ProbeEntity, probes, recordName } from '../../test/probe.ts';
import { newId } from '../database.ts';
import { createLogger } from '../log.ts';
import { enqueue, on, publish } from '../outbox.ts';
import { connectBus } from './bus.ts';
import { createInbox } from './inbox.ts';
import { type RunningService, startService } from './start-service.ts';

const warnings: string[] = [];
const log = createLogger('users', 'warn', { write: (line) => void warnings.push(line) });
let database: TestDatabase;
let broker: Awaited<ReturnType<typeof createVirtualHost>>;
let running: RunningService;
let bus: Awaited<ReturnType<typeof connectBus>>;

beforeAll(async () => {
  const servers = testServers();
  [database, broker] = await Promise.all([cloneDatabase(), createVirtualHost()]);
  await database.migrate(probes);
  const env = {
    HOST: '127.0.0.1',
    PORT: '0',
    PUBLIC_URL: testIssuer,
    GATEWAY_SECRET: gatewaySecret,
    SERVICE_SECRET: 's'.repeat(32),
    DATABASE_URL: database.urlFor('users'),
    REDIS_URL: servers.TEST_REDIS_URL,
    REDIS_PREFIX: database.name.replace('_', '-'),
    RABBITMQ_URL: broker.url,
    RABBITMQ_QUEUE_TYPE: 'classic',
  };
  running = await startService(probes, env, { log });
  bus = await connectBus({ url: broker.url, service: 'probe-sender', queueType: 'classic', events: [], log });
});

afterAll(async () => {
  await bus?.stop();
  await running?.stop();
  await broker?.drop();
  await database?.drop();
});

const payload = (name: string) => ({
  accountId: '01900000-0000-7000-8000-000000000000',
  name,
  locale: 'en' as const,
  version: 1,
  occurredAt: '2026-01-01T00:00:00.000Z',
});
const message = (name: string, space: string) => ({
  id: newId(),
  name: profileUpdated.name,
  payload: payload(name),
  space,
  requestId: 'r',
});
const names = (space: string) =>
  running.database.read({ space }, async (db) => (await db.find(ProbeEntity)).map((row) => row.name).sort());
/** Messages whose handler failed, when handled alone. */
const failed = (ids: readonly string[]) => ids.filter((id) => warnings.some((line) => line.includes(`"messageId":"${id}"`)));
const getNotes = (ids: readonly string[]) =>
  running.database.system((db) => db.query<unknown[]>('SELECT 1 FROM inbox WHERE message_id = ANY($1)', [ids]));

// The handler adds a probe, whose name is unique in its space: a second effect of a message would fail its batch.
describe('messages that are handled together', () => {
  it('have one effect each, though one of them comes three times, in two notations of its id', async () => {
    const repeated = message('repeated', 'together');
    const others = Array.from({ length: 40 }, (_, index) => message(`other ${index + 10}`, 'together'));
    const upperCase = { ...repeated, id: repeated.id.toUpperCase() };
    const all = [...others.slice(0, 20), repeated, upperCase, repeated, ...others.slice(20)];
    await bus.publish(all);
    await eventually(
      () => names('together'),
      (found) => found.length === 41,
    );
    expect(await names('together')).toEqual([...others.map(({ payload: { name } }) => name), 'repeated']);
    expect(await getNotes(all.map(({ id }) => id))).toHaveLength(41);
    expect(failed(all.map(({ id }) => id))).toEqual([]);
  });

  it('do not suffer from one of them that fails: it alone is put off', async () => {
    const poison = message('poison', 'poisoned');
    const others = Array.from({ length: 20 }, (_, index) => message(`other ${index + 10}`, 'poisoned'));
    await bus.publish([...others.slice(0, 10), poison, ...others.slice(10)]);
    await eventually(
      () => names('poisoned'),
      (found) => found.length === 20,
    );
    await eventually(async () => failed([poison.id]).length === 1);
    expect(await getNotes([poison.id])).toEqual([]);
    expect(await getNotes(others.map(({ id }) => id))).toHaveLength(20);
    expect(failed(others.map(({ id }) => id))).toEqual([]);
  });

  it('do not wait for one of them that waits for a lock: it is put off', async () => {
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    const calls: string[] = [];
    const adding = on(profileUpdated, 'users.add-behind-lock', async (event, { db }) => {
      if (event.name === 'locked') await db.query("SET LOCAL lock_timeout = '100ms'; LOCK TABLE profiles");
    });
    const inbox = createInbox(running.database, [adding], ({ space }) => running.systemContext(space));
    const toReceived = (name: string) => ({
      ...message(name, 'behind a lock'),
      ack: () => void calls.push(`ack ${name}`),
      retryLater: async (reason: string) => void calls.push(`retry ${name}: ${reason}`),
    });
    try {
      await owner.query('BEGIN; LOCK TABLE users.profiles');
      for (const name of ['before', 'locked', 'after']) inbox.receive(toReceived(name));
      await eventually(async () => calls.length === 3);
    } finally {
      await inbox.stop();
      await owner.end();
    }
    expect(calls).toEqual(['ack before', expect.stringMatching(/^retry locked: .*55P03/), 'ack after']);
  });

  it('may belong to different spaces', async () => {
    const spaces = ['first', 'second', 'first', 'third', 'second'];
    await bus.publish(spaces.map((space, index) => message(`${space} ${index}`, space)));
    await eventually(
      async () => (await Promise.all(['first', 'second', 'third'].map(names))).flat(),
      (found) => found.length === 5,
    );
    expect(await Promise.all(['first', 'second', 'third'].map(names))).toEqual([
      ['first 0', 'first 2'],
      ['second 1', 'second 4'],
      ['third 3'],
    ]);
  });
});

describe('a transaction that leaves messages', () => {
  it('tells its process once they are committed, by their kind', async () => {
    const reported: string[] = [];
    running.database.onOutboxWrite('event', () => reported.push('event'));
    running.database.onOutboxWrite('job', () => reported.push('job'));
    const ctx = running.systemContext('told');
    await running.database.transact(ctx, async (db) => {
      await publish(db, ctx, profileUpdated, payload('told'));
      await publish(db, ctx, profileUpdated, payload('told again'));
      expect(reported).toEqual([]);
    });
    expect(reported).toEqual(['event']);
    await running.database.transact(ctx, (db) => enqueue(db, ctx, recordName, { name: 'told later' }));
    expect(reported).toEqual(['event', 'job']);
    await running.database.transact(ctx, (db) => db.count(ProbeEntity));
    expect(reported).toEqual(['event', 'job']);
  });
});
