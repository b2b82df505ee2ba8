import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { toProblemDocument } from '@lyceum/common/errors';
import { preferredLocale } from '@lyceum/common/request-rules';
import type { Problem } from '@lyceum/contracts/define/problem';
import {
  requestHeadersTooLarge,
  requestMalformed,
  requestTimeout,
  requestTooLarge,
  routeMethodNotAllowed,
} from '@lyceum/contracts/shared/common-problems';
import type { Exchange } from './exchange.ts';
import { refuse } from './refuse.ts';
import { apiSecurityHeaders } from './security-headers.ts';

/** What Node's parser and timers say about a request that never became one, or that broke off within its body. */
const problems: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: requestHeadersTooLarge,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: requestTooLarge,
  ERR_HTTP_REQUEST_TIMEOUT: requestTimeout,
};

interface ClientError extends Error {
  code?: string;
  rawPacket?: Buffer;
}

export interface ClientErrors {
  /** Remembers which request a connection is busy with. */
  watch(exchange: Exchange): void;
  /** For the event `clientError` of the server. */
  readonly answer: (error: ClientError, socket: Duplex) => void;
}

/** Answers what Node refuses by itself, such as two lengths for one body (RFC 9112 section 6.1), with problem documents. */
export function createClientErrors(): ClientErrors {
  const busy = new WeakMap<Duplex, Exchange>();

  return {
    watch(exchange) {
      busy.set(exchange.req.socket, exchange);
    },
    answer(error, socket) {
      const exchange = busy.get(socket);
      const problem = problems[error.code ?? ''] ?? requestMalformed;
      if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
      else if (!exchange || exchange.res.closed) writeProblem(socket, problem, error.rawPacket);
      else if (exchange.req.complete || exchange.res.headersSent) socket.destroy();
      else refuse(exchange, problem, { close: true });
    },
  };
}

/** A problem document on a connection that has no response object; then the connection is closed. */
export function writeProblem(socket: Duplex, problem: Problem, request?: Buffer): void {
  const locale = preferredLocale(/^accept-language:(.*)$/im.exec(request?.toString('latin1') ?? '')?.[1]);
  const requestId = randomUUID();
  const body = JSON.stringify(toProblemDocument(problem, { locale, instance: '/', requestId }));
  const headers = [...apiSecurityHeaders, 'x-request-id', requestId, 'content-type', 'application/problem+json; charset=utf-8'];
  headers.push('content-length', String(Buffer.byteLength(body)), 'cache-control', 'no-store', 'connection', 'close');
  if (problem === routeMethodNotAllowed) headers.push('allow', allowedMethods.join(', '));
  const lines = [`HTTP/1.1 ${problem.status} ${problem.title.en}`];
  for (let index = 0; index < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`);
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** TRACE would echo credentials, CONNECT would make a tunnel; no service declares anything else. */
export const allowedMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
