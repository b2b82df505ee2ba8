import { randomBytes, randomUUID } from 'node:crypto';
import { fillPath } from '@lyceum/common/client';
import type { Context } from '@lyceum/common/context';
import type { Route } from '@lyceum/common/http';
import type { JobRun } from '@lyceum/common/jobs';
import { createLogger } from '@lyceum/common/log';
import { deliver } from '@lyceum/common/run/inbox';
import { createRun, giveUpJob, runJob } from '@lyceum/common/run/run-job';
import { type Overrides, type RunningService, startService } from '@lyceum/common/run/start-service';
import type { Service } from '@lyceum/common/service';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import type { EventContract, EventPayload } from '@lyceum/contracts/define/event';
import type { ServiceName } from '@lyceum/contracts/services';
import supertest, { type Response } from 'supertest';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { TestActor } from './actors.ts';
import { createTestClock, type TestClock } from './clock.ts';
import { testServers } from './config.ts';
import { type ContentAddress, type ContentInput, type ContentReply, requestContent } from './content-request.ts';
import { cloneDatabase, type TestDatabase } from './database.ts';
import { startTestKeys, type TestKeys, testIssuer } from './keys.ts';
import { noteFault } from './request-faults.ts';

/** With it in the header of the gateway, a test speaks to a service as the gateway does. */
export const gatewaySecret = randomBytes(32).toString('hex');

interface RequestInput<E extends Endpoint> {
  params?: z.input<E['params']> | undefined;
  query?: z.input<E['query']> | undefined;
  body?: z.input<E['body']> | undefined;
  /** Undefined asks without a token. */
  as?: TestActor | undefined;
  /** What the gateway puts for a request under `/s/<space>`. */
  space?: string | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
}

interface OutboxRow {
  id: string;
  kind: 'event' | 'job';
  name: string;
  payload: Record<string, unknown>;
  space: string;
}

type DueJob = Pick<OutboxRow, 'id' | 'name' | 'payload' | 'space'> & { person: string | null; requestId: string };

interface JobOutcome {
  name: string;
  attempts: number;
  error: unknown;
}

export interface TestService {
  readonly clock: TestClock;
  readonly url: string;
  /** What it has mounted. */
  readonly routes: readonly Route[];
  readonly keys: TestKeys;
  readonly testDatabase: TestDatabase;
  /** A request the contract allows, typed by it. */
  call<E extends Endpoint>(endpoint: E, input?: RequestInput<NoInfer<E>>): Promise<Response>;
  /** A request at the content address, and the bytes of its answer. */
  content(address: ContentAddress, input?: ContentInput): Promise<ContentReply>;
  /** Any request, for what the contract does not allow. */
  readonly http: ReturnType<typeof supertest>;
  token(actor: TestActor, claims?: Record<string, unknown>, header?: Record<string, unknown>): string;
  /** Rows that wait in the outbox, oldest first. */
  outbox(name?: string): Promise<OutboxRow[]>;
  /** Delivers an event as the bus would, the same message `times` times; returns how many handlers ran. */
  deliver<Event extends EventContract>(
    event: Event,
    payload: NoInfer<z.input<Event['schema']>>,
    options?: { id?: string | undefined; space?: string | undefined; times?: number | undefined },
  ): Promise<number>;
  /** Takes the due jobs out of the outbox and runs each, with all its attempts and without the waits between them. */
  runJobs(): Promise<JobOutcome[]>;
  /** Takes the due jobs out of the outbox and gives each up, as the queue does after too many crashes; returns their names. */
  giveUpJobs(): Promise<string[]>;
  /** One attempt of a job, for a handler that a test runs by hand: the first, in the space main. */
  jobRun(attempt?: Partial<Pick<JobRun, 'id' | 'attempt' | 'lastAttempt' | 'signal'>>, space?: string): JobRun;
  /** Reads or writes rows for a test that needs what no endpoint gives. */
  rows<Result>(run: (db: EntityManager) => Promise<Result>, space?: string): Promise<Result>;
  context(space?: string): Context;
}

interface TestOptions extends Pick<Overrides, 'heartbeatMs' | 'log'> {
  readonly migrate?: boolean;
  readonly beside?: Readonly<Partial<Record<ServiceName, Pick<TestService, 'url' | 'keys'>>>>;
}

/**
 * The real app on a real PostgreSQL cloned for this test file, without the broker: what would be sent waits in the outbox.
 * Call it at the top of a test file. `env` adds variables; `migrate` runs migrations that the template does not have;
 * `heartbeatMs` makes event streams give signs of life so often; `log` takes what it logs; `beside` are services of the test that it may ask, created before.
 */
export function createTestService(
  service: Service,
  env: Readonly<Record<string, string>> = {},
  { migrate = false, beside = {}, ...overrides }: TestOptions = {},
): TestService {
  const clock = createTestClock();
  let started: { running: RunningService; database: TestDatabase; keys: TestKeys; ownsKeys: boolean } | undefined;
  const state = () => {
    if (!started) throw new Error('the service runs only while tests run');
    return started;
  };

  beforeAll(async () => {
    const servers = testServers();
    const [neighbour] = Object.values(beside);
    const [database, keys] = await Promise.all([cloneDatabase(), neighbour?.keys ?? startTestKeys(clock)]);
    const urls = Object.entries(beside).map(([name, { url }]) => [name, url]);
    if (migrate) await database.migrate(service);
    const running = await startService(
      service,
      {
        HOST: '127.0.0.1',
        PORT: '0',
        LOG_LEVEL: 'fatal',
        PUBLIC_URL: testIssuer,
        GATEWAY_SECRET: gatewaySecret,
        SERVICE_SECRET: randomBytes(32).toString('hex'),
        DATABASE_URL: database.urlFor(service.name),
        REDIS_URL: servers.TEST_REDIS_URL,
        REDIS_PREFIX: database.name.replace('_', '-'),
        RABBITMQ_URL: servers.TEST_RABBITMQ_URL,
        S3_ENDPOINT: servers.TEST_S3_ENDPOINT,
        S3_PUBLIC_ENDPOINT: servers.TEST_S3_ENDPOINT,
        S3_REGION: servers.TEST_S3_REGION,
        S3_BUCKET: servers.TEST_S3_BUCKET,
        S3_ACCESS_KEY: servers.TEST_S3_ACCESS_KEY,
        S3_SECRET_KEY: servers.TEST_S3_SECRET_KEY,
        SMTP_URL: servers.TEST_SMTP_URL,
        // Doubles of model providers are on this machine.
        MODEL_PROVIDER_HOSTS: '127.0.0.0/8',
        // So are those of record stores.
        RECORD_STORE_HOSTS: '127.0.0.0/8',
        KEY_ENCRYPTION_SECRET: randomBytes(32).toString('hex'),
        SERVICE_URLS: JSON.stringify({ tokens: keys.url, ...Object.fromEntries(urls) }),
        ...env,
      },
      { clock, transports: false, log: createLogger(service.name, 'fatal'), onFault: noteFault, ...overrides },
    );
    started = { running, database, keys, ownsKeys: neighbour === undefined };
  });

  afterAll(async () => {
    await started?.running.stop();
    if (started?.ownsKeys) await started.keys.stop();
    await started?.database.drop();
  });

  const token: TestService['token'] = (actor, claims = {}, header = {}) =>
    state().keys.sign(actor, { issuer: testIssuer, now: clock.now(), claims, header });

  return {
    clock,
    token,
    get url() {
      return state().running.url;
    },
    get routes() {
      return state().running.parts.routes;
    },
    get keys() {
      return state().keys;
    },
    get testDatabase() {
      return state().database;
    },
    get http() {
      return supertest(state().running.url);
    },
    async call(endpoint, { params = {}, query = {}, body, as, space, headers = {} } = {}) {
      const method = endpoint.method.toLowerCase() as 'get'; // supertest names its methods like HTTP does
      const request = supertest(state().running.url)[method](fillPath(endpoint, params, query));
      if (as) void request.set('authorization', `Bearer ${token(as)}`);
      if (space) void request.set('x-lyceum-space', space);
      for (const [name, value] of Object.entries(headers)) void request.set(name, value);
      if (body === undefined) return request;
      return request.type(endpoint.consumes).send(body as object); // every body of a contract is an object
    },
    content: (address, input) => requestContent(state().running.url, service.name, address, input),
    outbox: (name) =>
      state().running.database.system((db) =>
        db.query<OutboxRow[]>(
          'SELECT id, kind, name, payload, space_id AS space FROM outbox WHERE $1::text IS NULL OR name = $1 ORDER BY id',
          [name ?? null],
        ),
      ),
    async deliver(event, payload, { id = randomUUID(), space = 'main', times = 1 } = {}) {
      const { running } = state();
      const message = {
        id,
        name: event.name,
        payload: event.schema.parse(payload) as EventPayload<typeof event>,
        space,
        requestId: randomUUID(),
      };
      let ran = 0;
      for (let time = 0; time < times; time += 1) {
        ran += await deliver(running.database, service.subscriptions, message, () => running.systemContext(space));
      }
      return ran;
    },
    async runJobs() {
      const { running } = state();
      const outcomes: JobOutcome[] = [];
      for (;;) {
        const due = await takeDueJobs(running, clock.now());
        if (due.length === 0) return outcomes;
        for (const row of due) outcomes.push(await runAttempts(running, row));
      }
    },
    async giveUpJobs() {
      const { running } = state();
      const due = await takeDueJobs(running, clock.now());
      for (const row of due) {
        const attempt = { ...row, attempt: 1, lastAttempt: false, signal: new AbortController().signal };
        await giveUpJob(running.database, running.parts.jobs ?? [], toContext(running, row), attempt);
      }
      return due.map(({ name }) => name);
    },
    jobRun(attempt = {}, space = 'main') {
      const first = { id: randomUUID(), attempt: 1, lastAttempt: false, signal: new AbortController().signal };
      return createRun(state().running.database, state().running.systemContext(space), { ...first, ...attempt });
    },
    rows: (run, space = 'main') => state().running.database.transact({ space }, run),
    context: (space = 'main') => state().running.systemContext(space),
  };
}

function takeDueJobs(running: RunningService, now: Date): Promise<DueJob[]> {
  return running.database.system((db) =>
    db.query<DueJob[]>(
      `WITH due AS (DELETE FROM outbox WHERE kind = 'job' AND available_at <= $1 RETURNING *)
       SELECT id, name, payload, space_id AS space, person_id AS person, request_id AS "requestId" FROM due ORDER BY available_at, id`,
      [now],
    ),
  );
}

const toContext = (running: RunningService, { space, person }: DueJob): Context => ({ ...running.systemContext(space), person });

async function runAttempts(running: RunningService, row: DueJob): Promise<JobOutcome> {
  const jobs = running.parts.jobs ?? [];
  const allowed = jobs.find(({ job }) => job.name === row.name)?.job.attempts ?? 1;
  let error: unknown;
  for (let attempt = 1; attempt <= allowed; attempt += 1) {
    const lastAttempt = attempt === allowed;
    const { signal } = new AbortController();
    try {
      await runJob(running.database, jobs, toContext(running, row), { ...row, attempt, lastAttempt, signal });
      return { name: row.name, attempts: attempt, error: undefined };
    } catch (cause) {
      error = cause;
    }
  }
  return { name: row.name, attempts: allowed, error };
}
