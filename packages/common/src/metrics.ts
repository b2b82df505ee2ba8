import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from './database.ts';
import type { Bus } from './run/bus.ts';
import type { JobQueue } from './run/job-queue.ts';

/** Metrics of one service; several live in one process, so nothing is registered globally. */
export function createMetrics(service: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: 'lyceum_http_request_seconds',
      help: 'Time to answer, by route and status',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    sent: new Counter({
      name: 'lyceum_outbox_sent_total',
      help: 'Messages the relay handed over',
      labelNames: ['kind'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

/** Gauges that are read when Prometheus asks; one that cannot be read now is left out. */
export function watchQueues(
  registry: Registry,
  sources: { database: Database; bus: Bus; queue: JobQueue; now: () => Date },
): void {
  const { database, bus, queue, now } = sources;
  const registers = [registry];
  const age = new Gauge({
    name: 'lyceum_outbox_oldest_seconds',
    help: 'Age of the oldest message that is due and not handed over',
    registers,
    async collect() {
      const found = await database
        .system((db) =>
          db.query<[{ oldest: Date | null }]>('SELECT min(available_at) AS oldest FROM outbox WHERE available_at <= $1', [now()]),
        )
        .catch(() => undefined);
      age.reset();
      if (found) age.set(found[0].oldest ? (now().getTime() - found[0].oldest.getTime()) / 1000 : 0);
    },
  });
  const depth = new Gauge({
    name: 'lyceum_queue_messages',
    help: 'Messages by queue: events (waiting, dead) and jobs (waiting, active, delayed, failed)',
    labelNames: ['queue', 'state'],
    registers,
    async collect() {
      const [events, jobs] = await Promise.allSettled([bus.depth(), queue.counts()]);
      depth.reset();
      if (events.status === 'fulfilled') set('events', events.value);
      if (jobs.status === 'fulfilled') set('jobs', jobs.value);
    },
  });
  function set(name: string, counts: Readonly<Record<string, number>>): void {
    for (const [state, count] of Object.entries(counts)) depth.set({ queue: name, state }, count);
  }
}
