import { routeNotFound, serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import { Router } from 'express';
import type { Registry } from 'prom-client';
import { fail } from '../errors.ts';

const cacheMs = 1000;

const timeoutMs = 2000;

/** Seconds. */
const retryAfter = 1;

type Checks = Readonly<Record<string, () => Promise<unknown>>>;

type Report = Readonly<Record<string, 'up' | 'down'>>;

export interface Health {
  readonly router: Router;
  drain(): void;
}

/**
 * `/live` depends on nothing: a process that answers is alive. `/ready` and `/health` ask every dependency, at most once a
 * second; `/health/<name>` one of them; `/metrics` is for Prometheus. `drain` makes `/ready` say no from now on.
 */
export function healthRoutes(checks: Checks, registry: Registry): Health {
  const router = Router();
  let draining = false;
  let report: Promise<Report> | undefined;

  function current(): Promise<Report> {
    if (!report) {
      report = runChecks(checks);
      setTimeout(() => {
        report = undefined;
      }, cacheMs).unref();
    }
    return report;
  }

  router.get('/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  router.get(['/ready', '/health'], async (_request, response) => {
    if (draining)
      throw fail(serviceUnavailable, { detail: { en: 'The server is stopping', ru: 'Сервер останавливается' }, retryAfter });
    response.json({ status: 'ready', checks: requireUp(await current()) });
  });
  router.get('/health/:name', async (request, response) => {
    const { name } = request.params;
    if (!Object.hasOwn(checks, name)) throw fail(routeNotFound);
    const state = (await current())[name] ?? 'down';
    response.json({ status: 'ready', checks: requireUp({ [name]: state }) });
  });
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });

  return {
    router,
    drain() {
      draining = true;
    },
  };
}

function requireUp(report: Report): Report {
  const down = Object.keys(report).filter((name) => report[name] === 'down');
  if (down.length === 0) return report;
  throw fail(serviceUnavailable, {
    errors: down.map((name) => ({ pointer: `/checks/${name}`, message: { en: 'down', ru: 'недоступно' } })),
    retryAfter,
  });
}

async function runChecks(checks: Checks): Promise<Report> {
  const states = Object.entries(checks).map(async ([name, check]) => {
    const expired = new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(new Error('no answer in time')), timeoutMs).unref();
    });
    const state = await Promise.race([check(), expired]).then(
      () => 'up' as const,
      () => 'down' as const,
    );
    return [name, state] as const;
  });
  return Object.fromEntries(await Promise.all(states));
}
