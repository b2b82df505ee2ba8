import type { Socket } from 'node:net';
import type { Exchange } from './exchange.ts';

/** Requests of one connection that may wait for their answers. Clients and proxies of today send one and wait. */
const maxUnanswered = 8;

interface Connection {
  unanswered: number;
  /** Bytes the client had taken at the last look, and since when no more. */
  taken: number;
  since: number;
}

export interface Connections {
  /** False when the connection asks for more before it has taken what it asked for, and has been closed. */
  admit(exchange: Exchange): boolean;
  stop(): void;
}

/**
 * Node hands over all requests of one packet at once and keeps their answers for a client that reads none of them: a bound of
 * requests, and a client that takes nothing for `idleMs` loses its connection.
 */
export function createConnections(idleMs: number): Connections {
  const connections = new Map<Socket, Connection>();

  function open(socket: Socket): Connection {
    const connection = { unanswered: 0, taken: 0, since: performance.now() };
    connections.set(socket, connection);
    socket.once('close', () => connections.delete(socket));
    return connection;
  }

  const look = setInterval(() => {
    const now = performance.now();
    for (const [socket, connection] of connections) {
      const taken = socket.bytesWritten - socket.writableLength;
      if (socket.writableLength === 0 || taken !== connection.taken) Object.assign(connection, { taken, since: now });
      else if (now - connection.since > idleMs) socket.destroy();
    }
  }, idleMs / 4);
  look.unref();

  return {
    admit({ req: { socket }, onClose }) {
      const connection = connections.get(socket) ?? open(socket);
      if (connection.unanswered >= maxUnanswered) {
        socket.destroy();
        return false;
      }
      connection.unanswered += 1;
      onClose.push(() => {
        connection.unanswered -= 1;
      });
      return true;
    },
    stop: () => clearInterval(look),
  };
}
