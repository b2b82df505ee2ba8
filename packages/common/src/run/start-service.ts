import { randomUUID } from 'node:crypto';
import { services as registry } from '@lyceum/contracts/services';
import type { Registry } from 'prom-client';
import type { z } from 'zod';
import { createRevocations } from '../auth/revocations.ts';
import { type Environment, loadConfig, type serviceConfig } from '../config.ts';
import { type Clock, type Context, systemClock } from '../context.ts';
import { type Database, databaseNames } from '../database.ts';
import type { OnFault } from '../http/app-options.ts';
import { createEventStreams } from '../http/event-stream.ts';
import { createRequestTurns } from '../http/request-turns.ts';
import { createSocketOptions } from '../http/socket-options.ts';
import { createLogger, type Logger } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import type { Parts } from '../parts.ts';
import { createRedis, redisReady } from '../redis.ts';
import type { ConfigSchema, Service } from '../service.ts';
import { createServiceClient } from '../service-client.ts';
import { createApp, finishApp } from './app.ts';
import { connectDatabase } from './connect-database.ts';
import { createContexts } from './contexts.ts';
import { docsPages } from './docs-pages.ts';
import { healthRoutes } from './health.ts';
import { listen } from './listen.ts';
import { mountParts } from './mount-parts.ts';
import { openApi } from './openapi.ts';
import { createVerifier } from './verifier.ts';

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
  /** Tests show it. */
  onFault?: OnFault;
}

/** Starts everything a service needs, in the order config, log, database, Redis, bus, jobs, HTTP. */
export async function startService<Schema extends ConfigSchema>(
  service: Service<Schema>,
  env: Environment,
  { clock = systemClock, log: givenLog, transports = true, heartbeatMs, onFault }: Overrides = {},
): Promise<RunningService> {
  const config = loadConfig(service.config, env);
  const log = givenLog ?? createLogger(service.name, config.LOG_LEVEL);
  const metrics = createMetrics(service.name);
  const { schema } = databaseNames(service.name);
  const cleanups: (() => void | Promise<void>)[] = [];
  // Closing goes on when one part cannot be closed: the rest must not stay open.
  const stopAll = async () => {
    for (const stop of cleanups.splice(0).reverse()) {
      await Promise.resolve(stop()).catch((error: unknown) => log.warn({ err: error }, 'stopping'));
    }
  };

  try {
    const database = await connectDatabase({
      url: config.DATABASE_URL,
      ...{ schema, entities: service.entities, poolSize: config.DATABASE_POOL_SIZE, log },
    });
    cleanups.push(() => database.stop());
    const redis = createRedis(config.REDIS_URL, log);
    cleanups.push(() => redis.disconnect());
    await redisReady(redis);
    const revocations = await createRevocations(redis, config.REDIS_PREFIX, clock, log);
    cleanups.push(() => revocations.stop());

    const toContext = createContexts(clock, log);
    const systemContext = (space: string) => toContext({ space, requestId: randomUUID() });

    const services = createServiceClient(service.name, config, clock);
    const kit = { config, redis, revocations, database, clock, log, services, systemContext };
    const parts = await mountParts(service, kit, cleanups);

    const checks: Record<string, () => Promise<unknown>> = { db: () => database.ping(), redis: () => redis.ping() };
    if (transports) {
      // A sixth of all that a service loads, without which its tests do.
      const { startTransports } = await import('./transports.ts');
      const shared = { config, database, toContext, systemContext, metrics, clock, log, cleanups };
      const { healthy } = await startTransports({ service, parts, ...shared });
      checks['rabbitmq'] = async () => {
        if (!healthy()) throw new Error('not connected');
      };
    }

    const streams = createEventStreams(heartbeatMs);
    const sockets = createSocketOptions(parts.sockets, redis, config.REDIS_PREFIX, heartbeatMs);
    const app = createApp({
      routes: parts.routes,
      protocols: parts.protocols,
      contents: {
        service: service.name,
        routes: parts.contents,
        publicUrl: config.PUBLIC_URL,
        // A class behind one address opens the files of a package at the same time.
        requestTurns: createRequestTurns(config.DATABASE_POOL_SIZE, { waitingPerPerson: 1_000 }),
      },
      ...{ sockets, database },
      streams,
      requestTurns: createRequestTurns(config.DATABASE_POOL_SIZE),
      verifier: createTokenVerifier(config, clock),
      revocations,
      constraints: service.constraints,
      gatewaySecret: config.GATEWAY_SECRET,
      clock,
      log,
      onFault,
      metrics,
    });
    const health = healthRoutes(checks, metrics.registry);
    app.use(health.router, docsPages(`Lyceum: ${service.name}`));
    // Made when somebody asks, which most processes never see, and kept as text: the objects take ten times as much.
    let document: string | undefined;
    app.get('/openapi.json', (_request, response) => {
      document ??= JSON.stringify(openApi({ name: service.name, publicUrl: config.PUBLIC_URL }, parts.routes));
      response.type('json').send(document);
    });
    finishApp(app, { constraints: service.constraints, log, onFault });
    const upgrade = parts.sockets.length > 0 ? sockets.open.offer(app) : undefined;
    const server = await listen(app, config.HOST, config.PORT ?? registry[service.name].port, upgrade);
    cleanups.push(() => server.stop());
    cleanups.push(() => {
      health.drain();
      streams.stop();
      sockets.open.stop();
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
