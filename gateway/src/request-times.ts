import { Counter, type Registry } from 'prom-client';

/** Seconds. */
const upperBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

interface Times {
  readonly labels: { readonly upstream: string; readonly status: string };
  /** By the first bound that is not below; above all bounds last. */
  readonly counts: number[];
  sum: number;
}

/**
 * Takes how long a request took, in seconds, until its answer had ended. The series are those of a Prometheus histogram; the one of
 * prom-client makes a text of the labels for each observation, which is felt at thousands of requests a second.
 */
export function createRequestTimes(registers: Registry[]): (upstream: string, status: number, seconds: number) => void {
  const byUpstream = new Map<string, Map<number, Times>>();

  function find(upstream: string, status: number): Times {
    const byStatus = byUpstream.get(upstream) ?? new Map<number, Times>();
    const known = byStatus.get(status);
    if (known) return known;
    const counts = [...upperBounds, Number.POSITIVE_INFINITY].map(() => 0);
    const times = { labels: { upstream, status: String(status) }, counts, sum: 0 };
    byUpstream.set(upstream, byStatus.set(status, times));
    return times;
  }

  function addSeries(suffix: string, help: string, add: (series: Counter, times: Times) => void): void {
    new Counter({
      name: `lyceum_gateway_request_seconds_${suffix}`,
      help,
      labelNames: ['upstream', 'status', 'le'],
      registers,
      collect() {
        this.reset();
        for (const byStatus of byUpstream.values()) for (const times of byStatus.values()) add(this, times);
      },
    });
  }

  addSeries('bucket', 'Requests that took no longer than so many seconds', (series, { labels, counts }) => {
    let total = 0;
    for (const [index, count] of counts.entries()) {
      total += count;
      series.inc({ ...labels, le: upperBounds[index] ?? '+Inf' }, total);
    }
  });
  addSeries('count', 'Requests', (series, { labels, counts }) => {
    series.inc(
      labels,
      counts.reduce((sum, count) => sum + count),
    );
  });
  addSeries('sum', 'Seconds of all requests together', (series, { labels, sum }) => series.inc(labels, sum));

  return (upstream, status, seconds) => {
    const times = find(upstream, status);
    const first = upperBounds.findIndex((bound) => seconds <= bound);
    const bucket = first === -1 ? upperBounds.length : first;
    times.counts[bucket] = (times.counts[bucket] ?? 0) + 1;
    times.sum += seconds;
  };
}
