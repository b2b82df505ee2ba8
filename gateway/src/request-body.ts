import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Exchange } from './exchange.ts';

/** Bodies up to this length are read before they are sent on: a slow client then holds no connection to a service. */
const wholeBodyBytes = 64 * 1024;
/** How much of a body is still read and dropped after it was refused, in bytes. */
const lingerBytes = 16 * 1024 * 1024;

/** The body is longer than the limit. */
export const bodyTooLarge = new Error('the body is longer than the limit');
/** The body arrives so slowly that its sender may only want to hold a place. */
export const bodyTooSlow = new Error('the body arrives too slowly');
/** The client went away before it had sent its whole request. */
export const clientGone = new Error('the client is gone');

interface BodyLimits {
  readonly maxBytes: number;
  /** So much has to arrive in each interval, in bytes and milliseconds. */
  readonly minBytes: number;
  readonly intervalMs: number;
}

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

/**
 * The whole body if it is small, whether it said its length or not; else, as soon as it is known to be large, a stream of it.
 * Fails, or has its stream fail, with one of the errors above. The stream stands between the request and the connection to
 * the service, because whoever writes a stream out destroys it on failure, and destroying the request would close the
 * connection on which the client waits for its answer.
 */
export function receiveBody({ req, res }: Exchange, { maxBytes, minBytes, intervalMs }: BodyLimits): Promise<Buffer | Readable> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | Readable>();
  const start: Buffer[] = [];
  let stream: Readable | undefined;
  let received = 0;
  let receivedBefore = 0;

  const take = (chunk: Buffer) => {
    received += chunk.length;
    if (received > maxBytes) fail(bodyTooLarge);
    else if (stream) push(stream, chunk);
    else {
      start.push(chunk);
      if (received > wholeBodyBytes) resolve(openStream());
    }
  };
  const finish = () => {
    stop();
    if (stream) stream.push(null);
    else resolve(Buffer.concat(start));
  };
  const abort = () => fail(clientGone);
  // A request that is paused waits for the service, not for the client.
  const pace = setInterval(() => {
    if (!req.isPaused() && received - receivedBefore < minBytes) fail(bodyTooSlow);
    receivedBefore = received;
  }, intervalMs);

  function fail(error: Error): void {
    stop();
    if (stream) stream.destroy(error);
    else reject(error);
  }

  function stop(): void {
    clearInterval(pace);
    req.off('data', take).off('end', finish);
    res.off('close', abort);
  }

  function openStream(): Readable {
    stream = new Readable({
      read: () => {
        req.resume();
      },
      destroy: (error, done) => {
        stop();
        discardRest(req);
        done(error);
      },
    });
    // Between two attempts nobody else listens, and an error without a listener would end the process.
    stream.on('error', () => undefined);
    push(stream, Buffer.concat(start));
    return stream;
  }

  function push(to: Readable, chunk: Buffer): void {
    if (!to.push(chunk)) req.pause();
  }

  req.on('data', take).on('end', finish);
  // Not the one of the request: Node forgets a request that was answered before it was whole, and never closes it.
  res.on('close', abort);
  return promise;
}
