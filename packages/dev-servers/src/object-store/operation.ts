import type { Disk } from './disk/disk.ts';
import type { Payload } from './payload/payload.ts';
import type { Reply } from './reply.ts';

/** An authenticated request. */
export interface S3Request {
  /** Empty when the request is about the store itself. */
  readonly bucket: string;
  /** Empty when the request is about a bucket. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  /** By lower-case name; for a presigned request also the x-amz-* values its signer moved into the query. */
  readonly headers: ReadonlyMap<string, string>;
  readonly payload: Payload;
}

export interface Store {
  readonly disk: Disk;
  readonly region: string;
  readonly now: () => Date;
}

/** One call of the S3 API. Throws S3Error. */
export type Operation = (request: S3Request, store: Store) => Reply | Promise<Reply>;
