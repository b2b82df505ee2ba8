import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createProgram } from '@lyceum/contracts/program-generation/program';
import type { ProgramRequestInput } from '@lyceum/contracts/program-generation/program-request';
import type { Api } from './api.ts';
import { poll } from './poll.ts';

const everyMs = 400;
const patienceMs = 60_000;

const request: ProgramRequestInput = {
  title: 'Outage drill',
  kind: 'course-plan',
  audience: 'Operators',
  level: 'beginner',
  hours: 8,
  topics: ['Before', 'Meanwhile', 'After'],
  language: 'en',
};

export interface OrdersUnderLoad {
  /** Resolves when so many more orders have been accepted. */
  untilAccepted(more: number): Promise<void>;
  /** Starts no further order and resolves to the ids of all, when each has been accepted. */
  stop(): Promise<string[]>;
}

/** Orders programmes at a steady rate, each again and again under one key until it is accepted, as a client that may repeat does. */
export function startOrders(api: Api, token: string): OrdersUnderLoad {
  const accepted: string[] = [];
  const open = new Set<Promise<void>>();

  async function order(): Promise<void> {
    const headers = { 'idempotency-key': randomUUID() };
    const id = await poll('an accepted order', patienceMs, async () => {
      const response = await api.send(createProgram, { token, headers, body: request }).catch(() => undefined);
      if (response?.status === 202) return createProgram.response.parse(await response.json()).id;
      const status = response?.status ?? 0;
      assert.ok([0, 409, 502, 503, 504].includes(status), `an outage is answered ${status}`);
      return undefined;
    });
    accepted.push(id);
  }

  const timer = setInterval(() => {
    const started = order();
    open.add(started);
    // A failure is kept for `stop`, which waits for all of them.
    started.catch(() => undefined);
  }, everyMs);

  return {
    async untilAccepted(more) {
      const enough = accepted.length + more;
      await poll(`${more} more orders`, patienceMs, async () => accepted.length >= enough || undefined);
    },
    async stop() {
      clearInterval(timer);
      await Promise.all(open);
      return accepted;
    },
  };
}
