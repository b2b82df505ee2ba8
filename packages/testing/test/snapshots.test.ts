import { serviceConfig } from '@lyceum/common/config';
import { newId, protectTable, spaceColumn } from '@lyceum/common/database';
import { createLogger } from '@lyceum/common/log';
import { on, publish } from '@lyceum/common/outbox';
import { copiedEvents, requestSnapshots } from '@lyceum/common/run/request-snapshots';
import { type RunningService, startService } from '@lyceum/common/run/start-service';
import { defineService, type Service } from '@lyceum/common/service';
import { snapshot } from '@lyceum/common/snapshots';
import { spaceCreated } from '@lyceum/contracts/tokens/space';
import { createVirtualHost } from '@lyceum/testing/broker';
import { testServers } from '@lyceum/testing/config';
import { cloneDatabase, type TestDatabase } from '@lyceum/testing/database';
import { eventually } from '@lyceum/testing/eventually';
import { startTestKeys, type TestKeys, testIssuer } from '@lyceum/testing/keys';
import { gatewaySecret } from '@lyceum/testing/service';
import { EntitySchema, type MigrationInterface, type QueryRunner } from 'typeorm';

/** An owner of facts, and two services that have subscribed to them: one keeps a copy, one only reacts. */

interface FactRow {
  id: string;
  title: string;
}

const FactEntity = new EntitySchema<FactRow>({
  name: 'fact',
  tableName: 'facts',
  columns: { ...spaceColumn, id: { type: 'uuid', primary: true }, title: { type: 'text' } },
});

class CreateFacts1763700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE facts (
         id uuid PRIMARY KEY, space_id text NOT NULL DEFAULT current_setting('app.space'), title text NOT NULL
       )`,
    );
    await protectTable(queryRunner, 'facts');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE facts');
  }
}

const tables = { entities: [FactEntity], migrations: [CreateFacts1763700000000] };
const config = serviceConfig;
const occurredAt = '2026-11-20T10:00:00.000Z';
const reactions: string[] = [];

const owner = defineService({
  name: 'tokens',
  config,
  features: [
    {
      ...tables,
      snapshots: [snapshot(spaceCreated, FactEntity, { present: ({ id, title }) => ({ spaceId: id, title, occurredAt }) })],
    },
  ],
});
const copier = defineService({
  name: 'users',
  config,
  features: [
    {
      ...tables,
      subscriptions: [
        on(spaceCreated, 'users.react', async ({ title }) => void reactions.push(`users ${title}`)),
        on(
          spaceCreated,
          'users.copy-fact',
          async ({ spaceId: id, title }, { db }) => {
            await db.createQueryBuilder().insert().into(FactEntity).values({ id, title }).orIgnore().execute();
          },
          { keepsCopy: true },
        ),
      ],
    },
  ],
});
const reactor = defineService({
  name: 'notifications',
  config,
  features: [
    {
      ...tables,
      subscriptions: [
        on(spaceCreated, 'notifications.react', async ({ title }) => void reactions.push(`notifications ${title}`), {
          keepsCopy: true,
        }),
      ],
    },
  ],
});

/** Hundreds of messages go through a broker, in whatever time the machine has. */
const patienceMs = 60_000;

let database: TestDatabase;
let broker: Awaited<ReturnType<typeof createVirtualHost>>;
let keys: TestKeys;
const running: RunningService[] = [];

async function start(service: Service): Promise<RunningService> {
  const servers = testServers();
  await database.migrate(service);
  const env = {
    HOST: '127.0.0.1',
    PORT: '0',
    PUBLIC_URL: testIssuer,
    GATEWAY_SECRET: gatewaySecret,
    SERVICE_SECRET: 's'.repeat(32),
    DATABASE_URL: database.urlFor(service.name),
    REDIS_URL: servers.TEST_REDIS_URL,
    REDIS_PREFIX: database.name.replace('_', '-'),
    RABBITMQ_URL: broker.url,
    RABBITMQ_QUEUE_TYPE: 'classic',
    SERVICE_URLS: JSON.stringify({ tokens: keys.url }),
  };
  const started = await startService(service, env, { log: createLogger('test', 'fatal') });
  running.push(started);
  return started;
}

beforeAll(async () => {
  [database, broker, keys] = await Promise.all([cloneDatabase(), createVirtualHost(), startTestKeys()]);
});

afterAll(async () => {
  await Promise.all(running.map((service) => service.stop()));
  await keys?.stop();
  await broker?.drop();
  await database?.drop();
});

it('tells a service that is younger than the facts all of them, in every space, and tells nobody else', async () => {
  const teller = await start(owner);
  // More than one batch.
  const many = 600;
  const insert = async (space: string, count: number) => {
    const facts = Array.from({ length: count }, (_, index) => ({ id: newId(), title: `${space} ${index}` }));
    await teller.database.transact({ space }, (db) => db.insert(FactEntity, facts));
  };
  await insert('main', 2);
  await insert('school-a', many);

  await start(reactor);
  const younger = await start(copier);
  const countIn = (space: string) => younger.database.read({ space }, (db) => db.count(FactEntity));
  const services = [owner, copier, reactor];
  const events = copiedEvents(services, 'users');
  expect(events).toEqual([spaceCreated.name]);
  await requestSnapshots(broker.url, events, 'users');
  await eventually(
    () => countIn('school-a'),
    (count) => count === many,
    patienceMs,
  );
  await eventually(
    () => countIn('main'),
    (count) => count === 2,
    patienceMs,
  );
  expect(reactions).toEqual([]);

  // Asked again, and with what happens meanwhile, it stays as it is.
  await requestSnapshots(broker.url, events, 'users');
  const ctx = teller.systemContext('main');
  await teller.database.transact(ctx, (db) => publish(db, ctx, spaceCreated, { spaceId: newId(), title: 'new', occurredAt }));
  await eventually(
    async () => reactions.length,
    (count) => count === 2,
    patienceMs,
  );
  expect(reactions.toSorted()).toEqual(['notifications new', 'users new']);
}, 120_000);
