import { on, once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';

interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** A client of a WebSocket whose messages are JSON. */
export interface TestSocket {
  /** The next message. */
  next(): Promise<unknown>;
  /** What is no text goes as JSON. */
  send(message: unknown): void;
  /** Stops or goes on reading. */
  pause(): void;
  /** How it was closed. */
  readonly closed: Promise<Closing>;
  /** Ends it from this side. */
  leave(): Promise<Closing>;
}

interface Refusal {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

type Options = { readonly headers?: Readonly<Record<string, string>>; readonly autoPong?: boolean };

const toUrl = (url: string) => url.replace(/^http/, 'ws');

export async function openSocket(url: string, options: Options = {}): Promise<TestSocket> {
  const socket = new WebSocket(toUrl(url), options);
  const { promise: closed, resolve } = Promise.withResolvers<Closing>();
  socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
  // What comes with the handshake is kept, too.
  const messages = on(socket, 'message');
  await once(socket, 'open');
  return {
    async next() {
      const { value = [] } = await messages.next();
      return JSON.parse(String(value[0]));
    },
    send: (message) => socket.send(message instanceof Buffer || typeof message === 'string' ? message : JSON.stringify(message)),
    pause: () => socket.pause(),
    closed,
    leave() {
      socket.terminate();
      return closed;
    },
  };
}

/** The problem that answers a handshake. */
export async function tryHandshake(url: string, options: Options = {}): Promise<Refusal> {
  const socket = new WebSocket(toUrl(url), options);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]; // the arguments of the event
  const text = (await response.setEncoding('utf8').toArray()).join('');
  return { status: response.statusCode ?? 0, body: text === '' ? {} : JSON.parse(text) };
}
