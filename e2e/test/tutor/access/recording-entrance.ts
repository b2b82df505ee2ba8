import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way into the platform that remembers all that comes out of it. */
export interface RecordingEntrance {
  readonly url: string;
  /** Bodies of answers and events since the last call, in lower case. */
  take(): string;
  /** What came by another way, such as a WebSocket. */
  add(text: string): void;
  stop(): Promise<void>;
}

export async function openRecordingEntrance(target: string): Promise<RecordingEntrance> {
  let pieces: Buffer[] = [];
  const server = createServer((incoming, response) => {
    // Packed bodies could not be read.
    const { 'accept-encoding': _, host: _host, ...headers } = incoming.headers;
    const outgoing = request(target + incoming.url, { method: incoming.method ?? 'GET', headers }, (answer: IncomingMessage) => {
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    response.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  return {
    url: `http://127.0.0.1:${port}`,
    take() {
      const text = Buffer.concat(pieces).toString().toLowerCase();
      pieces = [];
      return text;
    },
    add: (text) => pieces.push(Buffer.from(text)),
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
