import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** How much of a body is still read and dropped after it was refused, in bytes. */
const lingerBytes = 16 * 1024 * 1024;

/** The body is longer than the limit. */
export const bodyTooLarge = new Error('the body is longer than the limit');
/** The client went away before it had sent its whole request. */
export const clientGone = new Error('the client is gone');

/**
 * Reads and drops what a refused client still sends. Closing at once would reset the connection, and the client would see
 * that instead of the answer (RFC 9112 section 9.6).
 */
export function discardRest(req: IncomingMessage): void {
  if (req.complete || req.destroyed) return;
  let left = lingerBytes;
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) req.destroy();
  });
  req.resume();
}

/** Reads a body of known, small length. Rejects with `clientGone`. */
export async function readWhole(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', resolve);
  req.on('close', () => reject(clientGone));
  await promise;
  return Buffer.concat(chunks);
}

/**
 * The body as a stream that fails with `bodyTooLarge` beyond the limit. It stands between the request and the connection to
 * the service, because whoever writes a stream out destroys it on failure, and destroying the request would close the
 * connection on which the client waits for its answer.
 */
export function meteredBody(req: IncomingMessage, limit: number): Readable {
  let received = 0;
  const body = new Readable({
    read: () => {
      req.resume();
    },
    destroy: (error, done) => {
      req.off('data', take).off('end', finish).off('close', abort);
      discardRest(req);
      done(error);
    },
  });
  const take = (chunk: Buffer) => {
    received += chunk.length;
    if (received > limit) body.destroy(bodyTooLarge);
    else if (!body.push(chunk)) req.pause();
  };
  const finish = () => body.push(null);
  const abort = () => body.destroy(clientGone);
  // Between two attempts nobody else listens, and an error without a listener would end the process.
  body.on('error', () => undefined);
  req.on('data', take).on('end', finish).on('close', abort);
  req.pause();
  return body;
}
