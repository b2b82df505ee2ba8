import type { Readable } from 'node:stream';
import type { Context } from '../context.ts';
import type { OwnTransactions } from '../http/route.ts';

/**
 * A request at the content address, an origin of its own from which content made elsewhere is shown. Nobody is signed in there: an
 * unguessable token in the path says what may be read.
 */
export interface ContentRequest extends OwnTransactions {
  /** In the space that the path names; without an actor. */
  readonly ctx: Context;
  /** Of the path, decoded once. A last `*path` is everything after it, with its slashes; it may hold anything but U+0000. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Of a POST: text of at most 256 kB, whatever content type it is said to have. Empty otherwise. */
  readonly body: string;
}

/** Positions of the first and of the last byte. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface ContentFile {
  /** As `Content-Type` says it. */
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  /** A strong entity tag in its quotation marks (RFC 9110 8.8.3). */
  readonly etag: string;
  /**
   * The bytes of the range, no more and no fewer. The signal is aborted when nobody waits for them any more. Not asked for `HEAD`,
   * of what the client has, and of an empty file.
   */
  open(range: ByteRange, signal: AbortSignal): Promise<Readable>;
}

export type ContentAnswer =
  /** Undefined answers 204. */
  | { readonly json: unknown }
  | { readonly file: ContentFile }
  /** A page of ours that runs scripts of its own path. */
  | { readonly html: string };

export interface ContentRoute {
  readonly method: 'GET' | 'POST';
  /** Below `/content/<service>`. */
  readonly path: `/${string}`;
  readonly handle: (request: ContentRequest) => Promise<ContentAnswer>;
}

/**
 * Answers at `/content/<service>` and this address, such as `GET /launches/:token/*path`, to whoever knows the token: by a file, by
 * JSON or by a page. Whatever failure it throws is what it answers; of what it transacts before it fails everything stays.
 */
export function contentRoute(
  address: `${ContentRoute['method']} /${string}`,
  handle: (request: ContentRequest) => Promise<ContentAnswer>,
): ContentRoute {
  const [method, path] = address.split(' ', 2) as [ContentRoute['method'], ContentRoute['path']]; // the type of the address says so
  return { method, path, handle };
}
