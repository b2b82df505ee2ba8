import { type Environment, loadConfig } from '@lyceum/common/config';
import { type Clock, systemClock } from '@lyceum/common/context';
import { createLogger, type Logger } from '@lyceum/common/log';
import { createRedis, redisReady } from '@lyceum/common/redis';
import { createRevocations } from '@lyceum/common/revocations';
import { healthRoutes } from '@lyceum/common/run/health';
import { createVerifier } from '@lyceum/common/run/verifier';
import { gatewayPort, serviceNames } from '@lyceum/contracts/services';
import { createClientErrors } from './client-errors.ts';
import { gatewayConfig } from './config.ts';
import { createConnections } from './connections.ts';
import { createContentFlow } from './content-flow.ts';
import { createCors } from './cors.ts';
import { createFlow, type Flow } from './flow.ts';
import { createForward, type Forward } from './forward.ts';
import { createMergedOpenApi } from './merged-openapi.ts';
import { createMetrics } from './metrics.ts';
import { createPages } from './pages.ts';
import { createRateLimits } from './rate-limits.ts';
import { type Listening, listen } from './server.ts';
import { serviceChecks } from './service-checks.ts';
import { createSharedCounters } from './shared-counters.ts';
import { createUpstreams } from './upstreams.ts';

export interface RunningGateway {
  /** Where it listens. */
  readonly url: string;
  /** Where it listens for content; undefined without CONTENT_URL. */
  readonly contentUrl: string | undefined;
  /** Not ready at once; then requests in progress are answered and connections closed. */
  stop(): Promise<void>;
}

interface Overrides {
  clock?: Clock;
  log?: Logger;
}

/** Starts the gateway. Throws `ConfigError`, or when Redis cannot be reached within 10 s. */
export async function startGateway(
  env: Environment,
  { clock = systemClock, log: givenLog }: Overrides = {},
): Promise<RunningGateway> {
  const config = loadConfig(gatewayConfig, env);
  const log = givenLog ?? createLogger('gateway', config.LOG_LEVEL);
  const { SERVICE_URLS: urls } = config;
  const cleanups: (() => void | Promise<void>)[] = [];
  const stopAll = async () => {
    for (const stop of cleanups.splice(0).reverse()) await stop();
  };

  try {
    const redis = createRedis(config.REDIS_URL, log);
    cleanups.push(() => redis.disconnect());
    await redisReady(redis);
    const revocations = await createRevocations(redis, config.REDIS_PREFIX, clock, log);
    cleanups.push(() => revocations.stop());
    const counters = createSharedCounters({
      redis,
      prefix: config.REDIS_PREFIX,
      windowMs: config.RATE_LIMIT_WINDOW_SECONDS * 1000,
      syncMs: config.RATE_LIMIT_SYNC_MS,
      clock,
    });
    cleanups.push(() => counters.stop());

    const upstreams = createUpstreams(urls, config);
    cleanups.push(async () => {
      const pools = serviceNames.flatMap((name) => [upstreams[name].pool, upstreams[name].streamPool]);
      await Promise.all(pools.map((pool) => pool.destroy()));
    });
    const metrics = createMetrics(upstreams);
    const health = healthRoutes({ redis: () => redis.ping(), ...serviceChecks(urls) }, metrics.registry);
    const forward = createForward(upstreams, config, log);
    const clientErrors = createClientErrors();
    const connections = createConnections(config.IDLE_TIMEOUT_MS);
    cleanups.push(() => connections.stop());
    const rateLimits = createRateLimits(counters, {
      ip: config.RATE_LIMIT_IP,
      user: config.RATE_LIMIT_USER,
      auth: config.RATE_LIMIT_AUTH,
      content: config.RATE_LIMIT_CONTENT,
      windowSeconds: config.RATE_LIMIT_WINDOW_SECONDS,
    });
    const { TRUSTED_PROXIES: trustedProxies, GATEWAY_SECRET: gatewaySecret } = config;
    const shared = { trustedProxies, gatewaySecret, rateLimits, connections, clientErrors, metrics };
    const flow = createFlow({
      ...shared,
      verifier: createVerifier({ jwksUrl: `${urls.tokens}/.well-known/jwks.json`, issuer: config.PUBLIC_URL, clock }),
      revocations,
      cors: createCors([...config.CORS_ORIGINS, new URL(config.PUBLIC_URL).origin]),
      pages: createPages({ health, openApi: createMergedOpenApi(urls, config.PUBLIC_URL), log }),
      forward,
      log,
    });
    const entrances: { flow: Flow; forward: Forward; server: Listening }[] = [];
    const enter = async (entrance: { flow: Flow; forward: Forward }, port: number): Promise<string> => {
      const server = await listen(entrance.flow, clientErrors, config, port);
      entrances.push({ ...entrance, server });
      return server.url;
    };
    cleanups.push(async () => {
      health.drain();
      for (const entrance of entrances) {
        entrance.flow.drain();
        entrance.forward.stop();
      }
      await Promise.all(entrances.map(({ server }) => server.stop(config.SHUTDOWN_GRACE_MS)));
    });
    const url = await enter({ flow, forward }, config.PORT ?? gatewayPort);
    let contentUrl: string | undefined;
    if (config.CONTENT_URL) {
      // Places of its own: a page with hundreds of files takes none of those in which people work.
      const limits = { ...config, MAX_IN_FLIGHT_PER_CLIENT: config.MAX_IN_FLIGHT_CONTENT_PER_CLIENT };
      const forwardContent = createForward(upstreams, limits, log);
      const contentFlow = createContentFlow({ ...shared, forward: forwardContent });
      contentUrl = await enter({ flow: contentFlow, forward: forwardContent }, config.CONTENT_PORT);
    }
    log.info({ url, contentUrl }, 'ready');
    return { url, contentUrl, stop: stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
}
