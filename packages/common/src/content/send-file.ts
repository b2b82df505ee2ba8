import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { contentRangeNotSatisfiable } from '@lyceum/contracts/shared/content-problems';
import type { Request, Response } from 'express';
import { fail } from '../errors.ts';
import { isKnown } from '../http/entity-tags.ts';
import { findByteRange } from './byte-range.ts';
import type { ByteRange, ContentFile } from './content-route.ts';

/**
 * Answers with a file or a range of it. Rejects with what its source throws: as long as no head is sent that may become a problem
 * document, afterwards the connection is closed already.
 */
export async function sendFile(request: Request, response: Response, file: ContentFile): Promise<void> {
  const { size, etag } = file;
  const known = request.method !== 'POST' && isKnown(etag, request.get('if-none-match'));
  const range = request.method === 'GET' && !known ? findByteRange(wantedRange(request, etag), size) : 'whole';
  if (range === 'unsatisfiable') {
    response.set('content-range', `bytes */${size}`);
    throw fail(contentRangeNotSatisfiable);
  }
  const { start, end } = range === 'whole' ? { start: 0, end: size - 1 } : range;
  const length = end - start + 1;
  if (known || request.method === 'HEAD' || length === 0) {
    describe(response, file);
    if (known) response.status(304);
    else response.set('content-length', String(length));
    response.end();
    return;
  }
  const leaving = new AbortController();
  response.once('close', () => leaving.abort());
  if (response.closed) leaving.abort();
  const source = await openUnlessGone(file, { start, end }, leaving.signal);
  if (!source) return;
  describe(response, file);
  if (range !== 'whole') response.status(206).set('content-range', `bytes ${start}-${end}/${size}`);
  response.set('content-length', String(length));
  response.locals['answeredAt'] = performance.now();
  await sendBytes(source, length, response, leaving.signal);
}

/** A client that goes away ends the source, which is no failure. */
async function sendBytes(source: Readable, length: number, response: Response, leaving: AbortSignal): Promise<void> {
  let failure: unknown;
  const watched = async function* (bytes: AsyncIterable<Buffer>) {
    try {
      yield* exactly(bytes, length);
    } catch (error) {
      if (!leaving.aborted) failure = error;
      throw error;
    }
  };
  await pipeline(source, watched, response).catch(() => undefined);
  if (failure) throw failure;
}

/** `If-Range` with another tag, a weak one or a date: the range would be of another file than the client has (RFC 9110 13.1.5). */
function wantedRange(request: Request, etag: string): string | undefined {
  const ifRange = request.get('if-range');
  return ifRange === undefined || ifRange.trim() === etag ? request.get('range') : undefined;
}

async function openUnlessGone(file: ContentFile, range: ByteRange, signal: AbortSignal): Promise<Readable | undefined> {
  try {
    const source = await file.open(range, signal);
    if (!signal.aborted) return source;
    source.on('error', () => undefined).destroy();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return undefined;
}

function describe(response: Response, { mediaType, etag }: ContentFile): void {
  response.set({ etag, 'accept-ranges': 'bytes', 'cache-control': 'private, max-age=300' });
  // Not by the method of Express, which would add a charset.
  response.setHeader('content-type', mediaType);
}

/** More bytes than the head says would be taken for the next answer, of fewer a client would wait for the rest. */
async function* exactly(source: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let left = length;
  for await (const chunk of source) {
    left -= chunk.length;
    if (left < 0) break;
    yield chunk;
  }
  if (left !== 0) throw new Error('the file is not as long as it was said to be');
}
