import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Upstreams } from './upstreams.ts';

/** Metrics of one gateway; several may live in one process, so nothing is registered globally. */
export function createMetrics(upstreams: Upstreams) {
  const registry = new Registry();
  registry.setDefaultLabels({ service: 'gateway' });
  const registers = [registry];
  new Gauge({
    name: 'lyceum_gateway_in_flight',
    help: 'Requests waiting for a service',
    labelNames: ['upstream'],
    registers,
    collect() {
      for (const { name, inFlight } of Object.values(upstreams)) this.set({ upstream: name }, inFlight);
    },
  });
  const requests = new Histogram({
    name: 'lyceum_gateway_request_seconds',
    help: 'Time from a request to the end of its answer, by service and status',
    labelNames: ['upstream', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const observers = new Map<string, Map<number, Histogram.Internal<'upstream' | 'status'>>>();
  return {
    registry,
    /** Seconds. */
    observeRequest(upstream: string, status: number, seconds: number): void {
      const byStatus = observers.get(upstream) ?? new Map<number, Histogram.Internal<'upstream' | 'status'>>();
      let observer = byStatus.get(status);
      if (!observer) {
        observer = requests.labels(upstream, String(status));
        observers.set(upstream, byStatus.set(status, observer));
      }
      observer.observe(seconds);
    },
    upgrades: new Counter({
      name: 'lyceum_gateway_websockets_total',
      help: 'WebSocket handshakes, by service',
      labelNames: ['upstream'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
