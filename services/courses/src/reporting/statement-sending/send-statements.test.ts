import { randomUUID } from 'node:crypto';
import { enqueue } from '@lyceum/common/outbox';
import { learnerEnrolled } from '@lyceum/contracts/courses/enrolment';
import {
  deleteRecordStore,
  getRecordStore,
  listRefusedStatements,
  putRecordStore,
  type RecordStore,
  resendStatements,
} from '@lyceum/contracts/courses/record-store';
import type { TestActor } from '@lyceum/testing/actors';
import { eventually } from '@lyceum/testing/eventually';
import { service } from '../../../test/courses-service.ts';
import { buildCourse } from '../../../test/factories.ts';
import {
  answering,
  secret,
  startRecordStore,
  type TestRecordStore,
  takingWithoutAnswer,
  useRecordStore,
  username,
} from '../../../test/record-store.ts';
import { StatementEntity } from '../record-store/statement.entity.ts';
import type { Statement } from '../statement/statement.ts';
import { dropOldest } from './drop-oldest.ts';
import { sendingSchedule, sendStatements, startSendingJob } from './send-statements.job.ts';

const stores: TestRecordStore[] = [];
afterEach(async () => {
  service.clock.reset();
  for (const store of stores.splice(0)) await store.stop();
});

interface School {
  readonly admin: TestActor;
  readonly store: TestRecordStore;
  /** Names of the people who enrolled, in order. */
  readonly people: string[];
  enrol(count: number): Promise<void>;
}

/** A space whose store is this one, and a course in which people enrol. */
async function buildSchool(count: number): Promise<School> {
  const store = await startRecordStore();
  stores.push(store);
  const { admin } = await useRecordStore(store);
  const { id: courseId } = await buildCourse(admin);
  const people: string[] = [];
  const enrol = async (more: number) => {
    for (let index = 0; index < more; index += 1) {
      const personId = randomUUID();
      const fact = { courseId, enrolmentId: randomUUID(), title: 'Курс', cohortId: null, source: 'self' } as const;
      const occurredAt = '2026-11-20T10:00:00.000Z';
      await service.deliver(learnerEnrolled, { ...fact, personId, occurredAt }, { space: admin.space });
      people.push(personId);
    }
  };
  await enrol(count);
  return { admin, store, people, enrol };
}

/** What the schedule enqueues. */
const start = () => startSendingJob.run(sendingSchedule.job.schema.parse({}), service.jobRun());

async function send(): Promise<void> {
  await start();
  expect((await service.runJobs()).filter(({ error }) => error)).toEqual([]);
}

const get = async (as: TestActor): Promise<RecordStore> => (await service.call(getRecordStore, { as })).body;
const toPeople = (statements: readonly Statement[]) =>
  statements.map(({ actor }) => ('account' in actor ? actor.account.name : actor.mbox));

it('sends what waits every ten seconds, in batches of fifty and in order', async () => {
  expect(sendingSchedule.everySeconds).toBe(10);
  const { admin, store, people } = await buildSchool(120);
  expect(await get(admin)).toMatchObject({ waiting: 120, lastSentAt: null });
  await send();
  expect(store.batches).toEqual([50, 50, 20]);
  expect(toPeople(store.statements)).toEqual(people);
  expect(await get(admin)).toMatchObject({ waiting: 0, refused: 0, lastError: null, lastSentAt: expect.any(String) });
  await send();
  expect(store.batches).toHaveLength(3);
});

it.each([
  ['is out of order', answering(503, 'no disk'), 'The store answered with an error. HTTP 503: no disk'],
  ['asks to wait', answering(429), 'The store answered with an error. HTTP 429'],
  ['refuses the secret', answering(401), 'The store refuses the user name and the secret. HTTP 401'],
  ['forbids', answering(403), 'The store refuses the user name and the secret. HTTP 403'],
  [
    'has moved',
    answering(308, '', { location: '/new' }),
    'The store redirects to another address; redirects are not followed. HTTP 308',
  ],
  ['is not there', answering(404), 'The store answered with an error. HTTP 404'],
])('keeps all in order while the store %s, and sends it when it is back', async (_, behaviour, lastError) => {
  const { admin, store, people, enrol } = await buildSchool(3);
  store.behaviour = behaviour;
  await send();
  expect(await get(admin)).toMatchObject({ waiting: 3, refused: 0, lastError, lastSentAt: null });
  await enrol(2);
  store.behaviour = null;
  await send();
  expect(toPeople(store.statements)).toEqual(people);
  expect(await get(admin)).toMatchObject({ waiting: 0, lastError: null });
});

it('keeps all while nobody listens', async () => {
  const { admin, store } = await buildSchool(2);
  await store.stop();
  await send();
  const { waiting, lastError } = await get({ ...admin, locale: 'ru' });
  expect([waiting, lastError]).toEqual([2, 'Не удалось установить соединение. ECONNREFUSED']);
});

it('sends the same ids again when the connection broke after the store had taken them, and the store has each once', async () => {
  const { admin, store, people, enrol } = await buildSchool(3);
  store.behaviour = takingWithoutAnswer(store);
  await send();
  expect(toPeople(store.statements)).toEqual(people);
  expect(await get(admin)).toMatchObject({ waiting: 3 });
  store.behaviour = null;
  await enrol(1);
  await send();
  expect(toPeople(store.statements)).toEqual(people);
  expect(await get(admin)).toMatchObject({ waiting: 0, refused: 0, lastError: null });
});

it('sends the same ids again when the process was killed before it deleted them, after the time of its right is up', async () => {
  const { admin, store, people } = await buildSchool(3);
  const before = await service.rows((db) => db.find(StatementEntity), admin.space);
  await send();
  // As a killed process leaves it: sent, not deleted, and the store still taken.
  await service.rows(async (db) => {
    await db.insert(StatementEntity, before);
    await db.query('UPDATE record_stores SET sending_until = $1', [new Date(service.clock.now().getTime() + 60_000)]);
  }, admin.space);
  await send();
  expect(await get(admin)).toMatchObject({ waiting: 3 });
  service.clock.advance(61_000);
  await send();
  expect(toPeople(store.statements)).toEqual(people);
  expect(await get(admin)).toMatchObject({ waiting: 0, refused: 0 });
});

it('keeps one bad statement of fifty back with what the store said, and sends it when it is asked to', async () => {
  const { admin, store, people } = await buildSchool(50);
  const [bad] = people.slice(20);
  store.refuses = (one) => toPeople([one])[0] === bad;
  await send();
  const others = people.filter((person) => person !== bad);
  expect(toPeople(store.statements)).toEqual(others);
  expect(await get(admin)).toMatchObject({ waiting: 0, refused: 1, lastError: null });
  const { body } = await service.call(listRefusedStatements, { as: admin });
  expect(body).toEqual({
    items: [
      {
        id: expect.any(String),
        statement: expect.objectContaining({
          actor: expect.objectContaining({ account: expect.objectContaining({ name: bad }) }),
        }),
        reason: 'The store answered with an error. HTTP 400: "not in our profile"',
        createdAt: expect.any(String),
      },
    ],
    nextCursor: null,
  });

  store.refuses = () => false;
  expect((await service.call(resendStatements, { as: admin })).body).toEqual({ resent: 1 });
  await send();
  expect(toPeople(store.statements)).toEqual([...others, bad]);
  expect(await get(admin)).toMatchObject({ waiting: 0, refused: 0 });
});

it.each([
  ['in the middle', [7]],
  ['at the beginning', [0]],
  ['five times in a row', [2, 3, 4, 5, 6]],
  ['twice, with others between', [3, 8]],
])('keeps back a statement that the store fails on %s, so that the others go', async (_, places) => {
  const { admin, store, people } = await buildSchool(10);
  const bad = places.map((place) => people[place]);
  store.stumblesOver = (one) => bad.includes(toPeople([one])[0]);
  await send();
  expect(toPeople(store.statements)).toEqual(people.filter((person) => !bad.includes(person)));
  expect(await get(admin)).toMatchObject({ waiting: 0, refused: bad.length });
});

it.each([
  ['the last one', [9], 1],
  ['six in a row, as one in trouble does', [3, 4, 5, 6, 7, 8], 7],
])('goes on waiting while the store fails on %s', async (_, places, waiting) => {
  const { admin, store, people, enrol } = await buildSchool(10);
  const bad = places.map((place) => people[place]);
  store.stumblesOver = (one) => bad.includes(toPeople([one])[0]);
  await send();
  expect(await get(admin)).toMatchObject({ waiting, refused: 0, lastError: expect.stringContaining('HTTP 500: "null pointer"') });
  store.stumblesOver = () => false;
  await enrol(1);
  await send();
  expect(toPeople(store.statements)).toEqual(people);
});

it('keeps what is left when the store goes away while it is asked about each', async () => {
  const { admin, store, people } = await buildSchool(4);
  store.refuses = (one) => {
    // The first went alone by then, and this is the second.
    if (store.statements.length === 1) store.behaviour = answering(500);
    return toPeople([one])[0] === people[1];
  };
  await send();
  expect(await get(admin)).toMatchObject({ waiting: 2, refused: 1, lastError: expect.stringContaining('HTTP 500') });
  store.behaviour = null;
  store.refuses = () => false;
  await send();
  expect(toPeople(store.statements)).toEqual([people[0], people[2], people[3]]);
});

it('sends each batch once when two replicas want to', async () => {
  const { admin, store, people } = await buildSchool(60);
  const gate = Promise.withResolvers<void>();
  store.gate = gate.promise;
  await start();
  const first = service.runJobs();
  await eventually(async () => store.batches.length === 1);
  await start();
  await service.rows((db) => enqueue(db, service.context(admin.space), sendStatements, {}), admin.space);
  expect((await service.runJobs()).filter(({ error }) => error)).toEqual([]);
  expect(store.batches).toEqual([50]);
  gate.resolve();
  await first;
  expect(store.batches).toEqual([50, 10]);
  expect(toPeople(store.statements)).toEqual(people);
});

it('sends and notes nothing while the store is switched off, and nothing once it is removed', async () => {
  const { admin, store } = await buildSchool(2);
  const body = { endpoint: store.url, username, secret };
  await service.call(putRecordStore, { as: admin, body: { ...body, enabled: false } });
  await send();
  expect([store.batches, (await get(admin)).waiting]).toEqual([[], 2]);
  await service.call(putRecordStore, { as: admin, body });
  await service.call(deleteRecordStore, { as: admin });
  await send();
  expect(store.batches).toEqual([]);
});

it('sends nothing when its secret cannot be read any more, and says so', async () => {
  const { admin, store } = await buildSchool(1);
  await service.rows((db) => db.query("UPDATE record_stores SET secret = 'lost'"), admin.space);
  await send();
  expect([store.batches, (await get(admin)).lastError]).toEqual([[], 'The secret cannot be read any more: enter it again.']);
});

it('gives up the oldest beyond what may wait, and says how many', async () => {
  const { admin, people, store } = await buildSchool(5);
  await service.rows(async (db) => {
    const [{ id }] = await db.query<[{ id: string }]>('SELECT id FROM record_stores');
    await dropOldest(db, { id }, { waiting: 3, refused: 3 });
    await dropOldest(db, { id }, { waiting: 3, refused: 3 });
  }, admin.space);
  expect(await get(admin)).toMatchObject({
    waiting: 3,
    dropped: 2,
    lastError: 'Too many statements waited; of the oldest were given up: 2.',
  });
  await send();
  expect(toPeople(store.statements)).toEqual(people.slice(2));
});

it('sends statements of one space to the store of that space alone', async () => {
  const one = await buildSchool(2);
  const other = await buildSchool(1);
  await send();
  expect([toPeople(one.store.statements), toPeople(other.store.statements)]).toEqual([one.people, other.people]);
});
