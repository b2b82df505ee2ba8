import type { ServiceUrls } from '@lyceum/common/config';
import { fail } from '@lyceum/common/errors';
import { serviceNames } from '@lyceum/contracts/services';

type Checks = Readonly<Record<string, () => Promise<unknown>>>;
export type Report = Readonly<Record<string, 'up' | 'down'>>;

export interface Health {
  /** Every dependency; throws `service.unavailable` with the ones that are down, and always from `drain` on. */
  ready(): Promise<Report>;
  /** One dependency; throws `route.not_found` for a name it does not know. */
  one(name: string): Promise<Report>;
  drain(): void;
}

const cacheMs = 1_000;
const timeoutMs = 2_000;

/** Asks at most once a second, however many ask. */
export function createHealth(checks: Checks): Health {
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

  return {
    async ready() {
      if (draining) throw fail('service.unavailable', { retryAfter: 1 });
      return requireUp(await current());
    },
    async one(name) {
      if (!Object.hasOwn(checks, name)) throw fail('route.not_found');
      const state = (await current())[name] ?? 'down';
      return requireUp({ [name]: state });
    },
    drain() {
      draining = true;
    },
  };
}

/** A service is up when it says that it is ready. */
export function serviceChecks(urls: ServiceUrls): Checks {
  const check = async (url: string) => {
    const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(timeoutMs) });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`status ${response.status}`);
  };
  return Object.fromEntries(serviceNames.map((name) => [name, () => check(urls[name])]));
}

async function runChecks(checks: Checks): Promise<Report> {
  const states = Object.entries(checks).map(async ([name, check]) => {
    const state = await check().then(
      () => 'up' as const,
      () => 'down' as const,
    );
    return [name, state] as const;
  });
  return Object.fromEntries(await Promise.all(states));
}

function requireUp(report: Report): Report {
  const down = Object.keys(report).filter((name) => report[name] === 'down');
  if (down.length === 0) return report;
  throw fail('service.unavailable', {
    errors: down.map((name) => ({ pointer: `/checks/${name}`, message: 'down' })),
    retryAfter: 1,
  });
}
