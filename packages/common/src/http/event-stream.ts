import { once } from 'node:events';
import type { Response } from 'express';
import type { z } from 'zod';
import type { StreamedEvent } from './route.ts';

/** Shorter than the patience of any proxy on the way. */
const defaultHeartbeatMs = 15_000;

interface Stream {
  readonly response: Response;
  /** Of the data of each event. */
  readonly schema: z.ZodType;
  /** Of a service, which does not connect again: it may go on while this service stops. */
  readonly outlastsStop: boolean;
  /** False once the caller may have nothing more: asked before each event and with each heartbeat. */
  readonly isAuthorized: () => boolean;
  readonly events: (signal: AbortSignal) => AsyncGenerator<StreamedEvent<unknown>>;
}

export interface EventStreams {
  /** Resolves when the stream has ended. Rejects with what its handler throws; before the first event no head is sent yet. */
  send(stream: Stream): Promise<void>;
  /** Ends those of people, and what comes later of them as soon as it has begun: clients connect again, to another replica. */
  stop(): void;
}

/** Server-sent events (WHATWG HTML, section 9.2) of one service. */
export function createEventStreams(heartbeatMs = defaultHeartbeatMs): EventStreams {
  const open = new Set<AbortController>();
  let stopping = false;

  async function send({ response, schema, outlastsStop, isAuthorized, events }: Stream): Promise<void> {
    const ending = new AbortController();
    const ended = once(ending.signal, 'abort').then(() => undefined);
    response.once('close', () => ending.abort());
    if (!outlastsStop) open.add(ending);
    if ((stopping && !outlastsStop) || response.closed) ending.abort();
    const heartbeat = setInterval(() => {
      if (!isAuthorized()) ending.abort();
      else if (!response.writableNeedDrain) begin(response).write(':\n\n');
    }, heartbeatMs);
    const iterator = events(ending.signal);
    try {
      while (!ending.signal.aborted) {
        const turn = await Promise.race([iterator.next(), ended]);
        if (turn?.done && !response.headersSent) response.status(204);
        if (!turn || turn.done || !isAuthorized()) break;
        const { id, data } = turn.value;
        const fields = `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(schema.parse(data))}\n\n`;
        const taken = begin(response).write(fields);
        if (response.req.method === 'HEAD') break;
        if (!taken) await Promise.race([once(response, 'drain'), ended]);
      }
      // A client that takes nothing would never let it end.
      if (response.writableNeedDrain) response.destroy();
      else begin(response).end();
    } finally {
      clearInterval(heartbeat);
      open.delete(ending);
      ending.abort();
      // It may be in the middle of a wait; nobody hears what it says after that.
      iterator.return(undefined).catch(() => undefined);
    }
  }

  return {
    send,
    stop() {
      stopping = true;
      for (const ending of open) ending.abort();
    },
  };
}

/** The head goes out with the first thing there is to send. nginx keeps back what has no `X-Accel-Buffering: no`. */
function begin(response: Response): Response {
  if (response.headersSent || response.statusCode === 204) return response;
  response.locals['answeredAt'] = performance.now();
  return response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
}
