import { Counter, Gauge, Registry } from 'prom-client';
import { createRequestTimes } from './request-times.ts';
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
  return {
    registry,
    observeRequest: createRequestTimes(registers),
    upgrades: new Counter({
      name: 'lyceum_gateway_websockets_total',
      help: 'WebSocket handshakes, by service',
      labelNames: ['upstream'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
