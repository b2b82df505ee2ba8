import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** RFC 6455 section 1.3: what the accept value of a service is computed with. */
const acceptSuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const keyForm = /^[A-Za-z0-9+/]{22}==$/;

/**
 * True for a whole opening handshake (RFC 6455 section 4.2.1) that nothing follows: a client has to wait for the answer, so
 * bytes that come with the handshake are no frames but an attempt to hide a request.
 */
export function isHandshake({ httpVersion, headers }: IncomingMessage, head: Buffer): boolean {
  const { 'sec-websocket-key': key = '', 'sec-websocket-version': version } = headers;
  return head.length === 0 && httpVersion === '1.1' && version === '13' && keyForm.test(key);
}

/**
 * True when the service has really changed to WebSocket, for it alone can compute the accept value. Everything both sides
 * send after that is frames; after any other answer, the bytes of the client would be its next request.
 */
export function hasAgreed({ headers }: IncomingMessage, status: number, answer: Readonly<IncomingHttpHeaders>): boolean {
  const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${acceptSuffix}`).digest('base64');
  return status === 101 && answer['sec-websocket-accept'] === accept;
}

/** Passes on what each side sends until one of them closes. */
export function joinSockets(client: Socket, service: Duplex): void {
  // Its 'close' follows.
  service.on('error', () => undefined);
  service.once('close', () => client.destroySoon());
  client.once('close', () => service.destroy());
  client.pipe(service).pipe(client);
}
