import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorReply, type Reply, sendReply } from './reply.ts';
import { S3Error } from './s3-error.ts';

interface HttpServerOptions {
  host: string;
  port: number;
  /** Answers one request; calls `onRead` before it reads the body. Throws S3Error for what the client did wrong. */
  answer: (message: IncomingMessage, onRead: () => void) => Promise<Reply>;
  /** Headers every reply to this request carries, errors too. */
  commonHeaders: (message: IncomingMessage) => Readonly<Record<string, string>>;
  onFault: (fault: unknown) => void;
}

interface HttpServer {
  readonly endpoint: string;
  /** Lets running requests end for two seconds, then cuts them off. */
  stop(): Promise<void>;
}

const graceMs = 2000;
/** A transfer may take hours, but not stand still this long. */
const idleMs = 5 * 60 * 1000;

/** Turns thrown errors into error documents and keeps connections usable whatever an answer leaves unread. */
export async function startHttpServer({ host, port, answer, commonHeaders, onFault }: HttpServerOptions): Promise<HttpServer> {
  const running = new Set<Promise<void>>();

  async function handle(message: IncomingMessage, response: ServerResponse, expectsContinue: boolean): Promise<void> {
    const requestId = randomUUID();
    const resource = message.url?.split('?')[0] ?? '';
    let bodyHeldBack = expectsContinue;
    const onRead = () => {
      if (bodyHeldBack) response.writeContinue();
      bodyHeldBack = false;
    };
    for (const [name, value] of Object.entries(commonHeaders(message))) response.setHeader(name, value);
    response.setHeader('x-amz-request-id', requestId);
    try {
      const reply = await answer(message, onRead).catch((error: unknown) => {
        if (error instanceof S3Error) return errorReply(error, resource, requestId);
        throw error;
      });
      // A client that waits to be told to send its body may send it or not: only a new connection is unambiguous.
      if (bodyHeldBack) response.setHeader('connection', 'close');
      await sendReply(message, response, reply);
    } catch (error) {
      if (message.socket.destroyed) return;
      onFault(error);
      if (response.headersSent) response.destroy();
      else await sendReply(message, response, errorReply(new S3Error('InternalError'), resource, requestId));
    }
  }

  function track(message: IncomingMessage, response: ServerResponse, expectsContinue: boolean): void {
    const handled = handle(message, response, expectsContinue).catch(onFault);
    running.add(handled);
    void handled.finally(() => running.delete(handled));
  }

  const server = createServer({ requestTimeout: 0 });
  server.timeout = idleMs;
  server.on('request', (message, response) => track(message, response, false));
  server.on('checkContinue', (message, response) => track(message, response, true));
  server.listen(port, host);
  await once(server, 'listening');

  return {
    endpoint: getEndpoint(server.address()),
    async stop() {
      const closed = once(server, 'close');
      server.close();
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(cut);
      await Promise.all(running);
    },
  };
}

function getEndpoint(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  const { family, port } = address;
  const host =
    { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[address.address] ?? (family === 'IPv6' ? `[${address.address}]` : address.address);
  return `http://${host}:${port}`;
}
