import { randomUUID } from 'node:crypto';
import { createVirtualHost } from '@lyceum/testing/broker';
import { testServers } from '@lyceum/testing/config';
import { cloneDatabase, type TestDatabase } from '@lyceum/testing/database';
import { eventually } from '@lyceum/testing/eventually';
import { startTestKeys, type TestKeys, testIssuer } from '@lyceum/testing/keys';
import { gatewaySecret } from '@lyceum/testing/service';
import { ProbeEntity, probes } from '../../test/probe.ts';
import { createLogger } from '../log.ts';
import { createRedis, redisReady } from '../redis.ts';
import { type BusMessage, connectBus, type ReceivedMessage } from './bus.ts';
import { redrive } from './redrive.ts';
import { type RunningService, startService } from './start-service.ts';
import { declareTopology } from './topology.ts';

const log = createLogger('test', 'fatal');
let database: TestDatabase;
let broker: Awaited<ReturnType<typeof createVirtualHost>>;
let keys: TestKeys;
let replicas: RunningService[];

beforeAll(async () => {
  const servers = testServers();
  [database, broker, keys] = await Promise.all([cloneDatabase(), createVirtualHost(), startTestKeys()]);
  await database.migrate(probes);
  const env = {
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'fatal',
    PUBLIC_URL: testIssuer,
    GATEWAY_SECRET: gatewaySecret,
    SERVICE_SECRET: 's'.repeat(32),
    DATABASE_URL: database.urlFor('users'),
    REDIS_URL: servers.TEST_REDIS_URL,
    REDIS_PREFIX: database.name.replace('_', '-'),
    RABBITMQ_URL: broker.url,
    RABBITMQ_QUEUE_TYPE: 'classic',
    SERVICE_URLS: JSON.stringify({ tokens: keys.url }),
  };
  replicas = await Promise.all([startService(probes, env), startService(probes, env)]);
});

afterAll(async () => {
  await Promise.all((replicas ?? []).map((replica) => replica.stop()));
  await keys?.stop();
  await broker?.drop();
  await database?.drop();
});

const post = (how: string, space: string) =>
  fetch(`${replicas[0]?.url}/api/v1/users/probes-end/${how}`, { method: 'POST', headers: { 'x-lyceum-space': space } });

const names = (space: string) =>
  replicas[0]?.database.read({ space }, async (db) => (await db.find(ProbeEntity)).map((row) => row.name)) ?? Promise.resolve([]);

const system = async <Row>(sql: string): Promise<Row[]> =>
  (await replicas[0]?.database.system((db) => db.query<Row[]>(sql))) ?? [];

describe('two replicas of a service', () => {
  it('deliver a committed event once: through the outbox, the broker and the inbox', async () => {
    // The route adds a probe named "publish"; the handler adds one of the event's name, which is the same: so it fails and is
    // put off, and nothing else may appear.
    const spaces = Array.from({ length: 20 }, (_, i) => `event-${i}`);
    await Promise.all(spaces.map((space) => post('publish', space)));
    await eventually(async () => (await system("SELECT 1 FROM outbox WHERE kind = 'event'")).length === 0);
    for (const space of spaces) expect(await names(space)).toEqual(['publish']);
  });

  it('run a committed job, and keep of its failed attempts nothing it was given', async () => {
    const id = randomUUID();
    await replicas[0]?.database.transact({ space: 'job' }, async (db) => {
      await db.query(
        `INSERT INTO outbox (id, kind, name, payload, space_id, request_id, occurred_at, available_at)
         VALUES ($1, 'job', 'users.record-name', '{"name": "fails twice"}', 'job', 'r', now(), now())`,
        [id],
      );
    });
    await eventually(
      () => names('job'),
      (found) => found.includes('fails twice'),
    );
    const redis = createRedis(testServers().TEST_REDIS_URL, log);
    await redisReady(redis);
    const kept = await redis.hmget(`${database.name.replace('_', '-')}:users:${id}`, 'stacktrace', 'failedReason');
    redis.disconnect();
    expect(kept.join()).toContain('probe.ts');
    expect(kept.join()).not.toContain('fails twice');
  });

  it('run a scheduled job once for both', async () => {
    const traces = async () => (await names('main')).filter((name) => name.startsWith('trace'));
    await eventually(
      () => traces(),
      (found) => found.length > 0,
    );
    const [schedule] = await system<{ next: Date }>("SELECT next_run_at AS next FROM schedules WHERE name = 'users.leave-trace'");
    expect(schedule?.next.getTime()).toBeGreaterThan(Date.now());
    expect(await traces()).toHaveLength(1);
  });

  it('tell their queues to Prometheus', async () => {
    const text = await (await fetch(`${replicas[0]?.url}/metrics`)).text();
    expect(text).toMatch(/lyceum_outbox_sent_total\{kind="event",service="users"\} \d+/);
    expect(text).toMatch(/lyceum_queue_messages\{queue="events",state="dead",service="users"\} 0/);
    expect(text).toMatch(/lyceum_queue_messages\{queue="jobs",state="failed",service="users"\} 0/);
    expect(text).toContain('lyceum_outbox_oldest_seconds{service="users"} 0');
  });
});

describe('the bus', () => {
  const options = {
    service: 'probe-bus',
    queueType: 'classic',
    events: ['probe.something-happened.v1'],
    retryDelaysMs: [20, 40],
  } as const;
  const message: BusMessage = {
    id: 'm-1',
    name: 'probe.something-happened.v1',
    payload: { a: 1 },
    space: 'main',
    requestId: 'r',
  };

  it('keeps what was published before anybody consumed', async () => {
    await declareTopology(broker.url, [{ ...options, service: 'early' }]);
    const bus = await connectBus({ ...options, service: 'early', url: broker.url, log });
    await bus.publish([message]);
    const { promise, resolve } = Promise.withResolvers<ReceivedMessage>();
    await bus.consume(resolve);
    const received = await promise;
    expect(received).toMatchObject(message);
    received.ack();
    await bus.stop();
  });

  it('delivers a failing message again with its delays, then gives it up, and redrive brings it back', async () => {
    const bus = await connectBus({ ...options, url: broker.url, log });
    let cured = false;
    let seen = 0;
    const taken = Promise.withResolvers<void>();
    await bus.consume((received) => {
      seen += 1;
      if (!cured) return void received.retryLater('still ill');
      received.ack();
      taken.resolve();
    });
    await bus.publish([message]);
    await eventually(async () => (await bus.depth()).dead === 1);
    expect(seen).toBe(3);
    cured = true;
    expect(await redrive(broker.url, options.service)).toBe(1);
    await taken.promise;
    expect(await bus.depth()).toEqual({ waiting: 0, dead: 0 });
    await bus.stop();
  });

  it('takes an event nobody subscribes to', async () => {
    const bus = await connectBus({ ...options, url: broker.url, log });
    await expect(bus.publish([{ ...message, name: 'probe.nobody-cares.v1' }])).resolves.toBeUndefined();
    await bus.stop();
  });
});
