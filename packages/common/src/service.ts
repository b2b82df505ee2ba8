import { randomUUID } from 'node:crypto';
import type { EventContract } from '@lyceum/contracts/define/event';
import { type ServiceName, services } from '@lyceum/contracts/services';
import { collectDefaultMetrics, type Registry } from 'prom-client';
import type { EntitySchema } from 'typeorm';
import type { z } from 'zod';
import { createVerifier } from './auth.ts';
import { type BusMessage, connectBus } from './bus.ts';
import { createRedis, createRevocations, type Redis, type Revocations, redisReady } from './cache.ts';
import { type Environment, loadConfig, type serviceConfig } from './config.ts';
import { type Clock, type Context, systemClock } from './context.ts';
import { connectDatabase, type Database, databaseNames, type Migration, type ServiceSchema } from './database.ts';
import type { ConstraintErrors } from './errors.ts';
import { createApp, finishApp } from './http/app.ts';
import { docsPages } from './http/docs-pages.ts';
import { createEventStreams } from './http/event-stream.ts';
import { healthRoutes } from './http/health.ts';
import { listen } from './http/listen.ts';
import { openApi } from './http/openapi.ts';
import { createRequestTurns } from './http/request-turns.ts';
import type { Route } from './http.ts';
import { type Job, type JobHandler, type Places, startJobQueue } from './jobs.ts';
import { createLogger, type Logger } from './log.ts';
import { createMetrics, watchQueues } from './metrics.ts';
import { createInbox } from './outbox/inbox.ts';
import { startRelay } from './outbox/relay.ts';
import { startSchedules } from './outbox/schedules.ts';
import type { Subscription } from './outbox.ts';
import { runProcess } from './process.ts';

export { runProcess } from './process.ts';

type ConfigSchema = z.ZodObject & z.ZodType<z.output<typeof serviceConfig>>;

/** What a service may use while it builds its parts. */
export interface Kit<Schema extends ConfigSchema> {
  readonly config: z.output<Schema>;
  readonly redis: Redis;
  readonly revocations: Revocations;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** A context for work that no request asked for. */
  systemContext(space: string): Context;
}

export interface Parts {
  readonly routes: readonly Route[];
  readonly subscriptions?: readonly Subscription[];
  readonly jobs?: readonly JobHandler[];
  readonly schedules?: readonly Schedule[];
  /** Runs when requests and messages have come to rest. */
  stop?(): void | Promise<void>;
}

/** Enqueues a job without payload again and again, once for all replicas, in the space main. */
export interface Schedule {
  readonly job: Job;
  readonly everySeconds: number;
}

export interface Service<Schema extends ConfigSchema = ConfigSchema> extends ServiceSchema {
  readonly name: ServiceName;
  readonly config: Schema;
  readonly entities: readonly EntitySchema[];
  readonly migrations: readonly Migration[];
  /** Events this service reacts to; each needs at least one subscription among its parts, and has no other. */
  readonly subscribes: readonly EventContract[];
  /** Named constraint → the declared failure its violation means. */
  readonly constraints: ConstraintErrors;
  /** Shared by all jobs that have none of their own. */
  readonly jobPlaces: Places;
  mount(kit: Kit<Schema>): Parts | Promise<Parts>;
}

type Definition<Schema extends ConfigSchema> = Pick<Service<Schema>, 'name' | 'config' | 'entities' | 'migrations' | 'mount'> &
  Partial<Pick<Service<Schema>, 'subscribes' | 'constraints' | 'jobPlaces'>>;

/** A service is a value: nothing runs, and nothing is remembered, until it is started. */
export function defineService<Schema extends ConfigSchema>(definition: Definition<Schema>): Service<Schema> {
  return { subscribes: [], constraints: {}, jobPlaces: { perProcess: 5, perPerson: 5 }, ...definition };
}

export interface RunningService {
  /** Where it listens. */
  readonly url: string;
  readonly database: Database;
  readonly parts: Parts;
  readonly registry: Registry;
  systemContext(space: string): Context;
  /** Not ready at once; then requests, messages and jobs in hand are finished, connections closed. */
  stop(): Promise<void>;
}

export interface Overrides {
  clock?: Clock;
  log?: Logger;
  /** False leaves outbox rows where they are and takes no deliveries: service tests look at the rows and deliver by hand. */
  transports?: boolean;
  /** Between two signs of life on an event stream; tests make it short. */
  heartbeatMs?: number;
}

/** Starts everything a service needs, in the order config, log, database, Redis, bus, jobs, HTTP. */
export async function startService<Schema extends ConfigSchema>(
  service: Service<Schema>,
  env: Environment,
  { clock = systemClock, log: givenLog, transports = true, heartbeatMs }: Overrides = {},
): Promise<RunningService> {
  const config = loadConfig(service.config, env);
  const log = givenLog ?? createLogger(service.name, config.LOG_LEVEL);
  const metrics = createMetrics(service.name);
  const { schema } = databaseNames(service.name);
  const undo: (() => void | Promise<void>)[] = [];
  // Closing goes on when one part cannot be closed: the rest must not stay open.
  const stopAll = async () => {
    for (const stop of undo.splice(0).reverse()) {
      await Promise.resolve(stop()).catch((error: unknown) => log.warn({ err: error }, 'stopping'));
    }
  };

  try {
    const database = await connectDatabase({
      url: config.DATABASE_URL,
      schema,
      entities: service.entities,
      poolSize: config.DATABASE_POOL_SIZE,
      log,
    });
    undo.push(() => database.stop());
    const redis = createRedis(config.REDIS_URL, log);
    undo.push(() => redis.disconnect());
    await redisReady(redis);
    const revocations = await createRevocations(redis, config.REDIS_PREFIX, clock, log);
    undo.push(() => revocations.stop());

    const contextOf = ({
      space,
      person = null,
      requestId,
    }: Pick<BusMessage, 'space' | 'requestId'> & Partial<Pick<Context, 'person'>>): Context => ({
      actor: null,
      person,
      space,
      locale: 'en',
      requestId,
      log: log.child({ requestId, space }),
      now: () => clock.now(),
    });
    const systemContext = (space: string) => contextOf({ space, requestId: randomUUID() });

    const parts = await service.mount({ config, redis, revocations, database, clock, log, systemContext });
    if (parts.stop) undo.push(() => parts.stop?.());
    const { routes, subscriptions = [], jobs = [], schedules = [] } = parts;
    checkParts(service, subscriptions, jobs);

    const checks: Record<string, () => Promise<unknown>> = { db: () => database.ping(), redis: () => redis.ping() };
    if (transports) {
      const inbox = createInbox(database, subscriptions, contextOf);
      const bus = await connectBus({
        url: config.RABBITMQ_URL,
        service: service.name,
        queueType: config.RABBITMQ_QUEUE_TYPE,
        events: service.subscribes.map((event) => event.name),
        log,
      });
      undo.push(() => bus.stop());
      checks['rabbitmq'] = async () => {
        if (!bus.healthy) throw new Error('not connected');
      };
      const queue = await startJobQueue({
        service: service.name,
        redisUrl: config.REDIS_URL,
        prefix: config.REDIS_PREFIX,
        jobs: jobs.map(({ job }) => job),
        places: service.jobPlaces,
        log,
        run: (attempt) => runJob(database, jobs, contextOf(attempt), attempt),
      });
      undo.push(() => queue.stop());
      undo.push(() => inbox.stop());
      await bus.consume((message) => inbox.receive(message));
      undo.push(() => bus.pause());

      const now = () => clock.now();
      const count = (kind: 'event' | 'job', sent: number) => metrics.sent.inc({ kind }, sent);
      const events = startRelay({
        kind: 'event',
        database,
        now,
        log,
        send: (rows) => bus.publish(rows).then(() => count('event', rows.length)),
      });
      const queued = startRelay({
        kind: 'job',
        database,
        now,
        log,
        send: (rows) => queue.add(rows).then(() => count('job', rows.length)),
      });
      undo.push(async () => {
        await Promise.all([events.stop(), queued.stop()]);
      });
      const ticker = startSchedules({ database, schedules, systemContext, log });
      undo.push(() => ticker.stop());
      watchQueues(metrics.registry, { database, bus, queue, now });
    }

    const streams = createEventStreams(heartbeatMs);
    const app = createApp({
      routes,
      database,
      streams,
      requestTurns: createRequestTurns(config.DATABASE_POOL_SIZE),
      verifier: createTokenVerifier(config, clock),
      revocations,
      constraints: service.constraints,
      gatewaySecret: config.GATEWAY_SECRET,
      clock,
      log,
      metrics,
    });
    const health = healthRoutes(checks, metrics.registry);
    app.use(health.router);
    app.use(docsPages(`Lyceum: ${service.name}`));
    // Made when somebody asks, which most processes never see, and kept as text: the objects take ten times as much.
    let document: string | undefined;
    app.get('/openapi.json', (_request, response) => {
      document ??= JSON.stringify(openApi(service.name, routes));
      response.type('json').send(document);
    });
    finishApp(app, { constraints: service.constraints, log });
    const server = await listen(app, config.HOST, config.PORT ?? services[service.name].port);
    undo.push(() => server.stop());
    undo.push(() => {
      health.drain();
      streams.stop();
    });
    log.info({ url: server.url }, 'ready');
    return { url: server.url, database, parts, registry: metrics.registry, systemContext, stop: stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

function createTokenVerifier(config: z.output<typeof serviceConfig>, clock: Clock) {
  return createVerifier({ jwksUrl: `${config.SERVICE_URLS.tokens}/.well-known/jwks.json`, issuer: config.PUBLIC_URL, clock });
}

/** A job or a subscription without exactly one handler is found at the start, not in the night. */
function checkParts(service: Service, subscriptions: readonly Subscription[], jobs: readonly JobHandler[]): void {
  const names = [...subscriptions.map(({ name }) => name), ...jobs.map(({ job }) => job.name)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`${service.name}: two handlers are named ${twice}`);
  const handled = new Set(subscriptions.map(({ event }) => event.name));
  const unhandled = service.subscribes.find((event) => !handled.has(event.name));
  if (unhandled) throw new Error(`${service.name}: nothing handles ${unhandled.name}`);
  const undeclared = [...handled].find((name) => !service.subscribes.some((event) => event.name === name));
  if (undeclared) throw new Error(`${service.name}: ${undeclared} is handled but not among \`subscribes\``);
}

/** Runs a job by its name, as the worker does and as tests do. */
export async function runJob(
  database: Database,
  jobs: readonly JobHandler[],
  ctx: Context,
  attempt: { id: string; name: string; payload: unknown; attempt: number; lastAttempt: boolean; signal: AbortSignal },
): Promise<void> {
  const handler = jobs.find(({ job }) => job.name === attempt.name);
  if (!handler) throw new Error(`nothing handles the job ${attempt.name}`);
  await handler.run(attempt.payload, {
    ctx,
    id: attempt.id,
    attempt: attempt.attempt,
    lastAttempt: attempt.lastAttempt,
    signal: attempt.signal,
    read: (run) => database.read(ctx, run),
    transact: (run) => database.transact(ctx, run),
  });
}

/** The process of one service: environment in, signals obeyed, exit code out. */
export async function runService<Schema extends ConfigSchema>(service: Service<Schema>, env: Environment): Promise<void> {
  await runProcess(async () => {
    const running = await startService(service, env);
    collectDefaultMetrics({ register: running.registry });
    return running;
  });
}
