import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { serviceUnavailable, streamTooMany } from '@lyceum/contracts/shared/common-problems';
import { type WebSocket, WebSocketServer } from 'ws';
import { fail } from '../errors.ts';

const defaultHeartbeatMs = 30_000;
const perPerson = 5;
/** For the other side to say that it closes, too. */
const closeLimitMs = 1_000;

export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

interface Offer {
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** The WebSockets of one process. */
export interface Sockets {
  readonly heartbeatMs: number;
  /** Hands an upgrade that is offered to the application, which answers it as a request or accepts it. */
  offer(handle: (request: IncomingMessage, response: ServerResponse) => void): Upgrade;
  /** What a request offers; undefined of one that offers no upgrade. */
  find(request: IncomingMessage): Offer | undefined;
  /** A place for a person, given back by what it returns. Fails with `stream.too_many`, and while the process stops. */
  takePlace(personId: string): () => void;
  /** Answers the handshake; calls `run` unless it was none. */
  accept(request: IncomingMessage, response: ServerResponse, maxBytes: number, run: (socket: WebSocket) => void): void;
  /** Closes all: clients open them again, at another replica. */
  stop(): void;
}

export function createSockets(heartbeatMs = defaultHeartbeatMs): Sockets {
  const offers = new WeakMap<IncomingMessage, Offer>();
  const open = new Set<WebSocket>();
  const places = new Map<string, number>();
  let isStopped = false;

  return {
    heartbeatMs,
    offer: (handle) => (request, socket, head) => {
      // Its end is dealt with by its 'close'.
      socket.on('error', () => undefined);
      const response = new ServerResponse(request);
      response.shouldKeepAlive = false;
      // An upgrade comes with the socket of its connection, which Node types as any stream.
      response.assignSocket(socket as Parameters<typeof response.assignSocket>[0]);
      response.on('finish', () => socket.end());
      if (request.method === 'GET') {
        offers.set(request, { socket, head });
        handle(request, response);
      } else response.writeHead(400, { 'content-length': 0 }).end();
    },
    find: (request) => offers.get(request),
    takePlace(personId) {
      if (isStopped) throw fail(serviceUnavailable, { retryAfter: 1 });
      const taken = places.get(personId) ?? 0;
      if (taken >= perPerson) throw fail(streamTooMany);
      places.set(personId, taken + 1);
      return () => {
        const left = (places.get(personId) ?? 1) - 1;
        if (left > 0) places.set(personId, left);
        else places.delete(personId);
      };
    },
    accept(request, response, maxPayload, run) {
      const offer = offers.get(request);
      if (!offer || offer.socket.destroyed) return;
      // From here on it is no answer of HTTP any more.
      response.detachSocket(offer.socket as Parameters<typeof response.detachSocket>[0]); // as above
      const server = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload });
      server.handleUpgrade(request, offer.socket, offer.head, (socket) => {
        open.add(socket);
        socket.on('close', () => open.delete(socket));
        // What is no frame ends it, with the code of the protocol.
        socket.on('error', () => undefined);
        if (isStopped) closeSocket(socket, 1001);
        else run(socket);
      });
    },
    stop() {
      isStopped = true;
      for (const socket of open) closeSocket(socket, 1001);
    },
  };
}

/** Says that it closes, by a code of RFC 6455 7.4.1, and does not wait long for an answer. */
export function closeSocket(socket: WebSocket, code: number, reason = ''): void {
  socket.close(code, reason);
  const limit = setTimeout(() => socket.terminate(), closeLimitMs);
  socket.once('close', () => clearTimeout(limit));
}
