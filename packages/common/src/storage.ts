import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { z } from 'zod';
import { allowOrigins, deleteObjects, ensureBucket, isStatus } from './storage/buckets.ts';
import { openConnections, type storageConfig, toClientOptions } from './storage/client-options.ts';
import { contentDisposition } from './storage/content-disposition.ts';
import { abortUploads, completeUpload, listParts, type StoredPart, startUpload } from './storage/multipart.ts';
import { createPresign } from './storage/presign.ts';

export interface StoredObject {
  /** Bytes. */
  readonly size: number;
  readonly contentType: string | undefined;
  readonly etag: string | undefined;
}

export interface SizedStream {
  readonly stream: Readable;
  /** Bytes. */
  readonly size: number;
}

export interface Storage {
  /** Stores the bytes under `key`, replacing what was there. Of a stream it has to be said how many there are. */
  put(key: string, body: Uint8Array | SizedStream, contentType: string): Promise<void>;
  /** A part of an object, `end` included. Rejects when there is no such object or part. */
  read(key: string, range: { start: number; end: number }, signal?: AbortSignal): Promise<Readable>;
  /** The bytes of an object. Rejects when there is no such object or it has more than `maxBytes`. */
  get(key: string, limit: { maxBytes: number }): Promise<Uint8Array>;
  /** Address from which anybody may read the object for `seconds`, as a download named `filename`. */
  presignGet(key: string, seconds: number, filename: string): string;
  /** The same for what a page shows or plays. Addresses signed for one moment are the same. */
  presignShow(key: string, seconds: number, signedAt?: Date): string;
  /** Address to which anybody may write one object of this type and size, in bytes, for `seconds`. */
  presignPut(key: string, seconds: number, contentType: string, size: number): string;
  /** Undefined when there is no such object. */
  head(key: string): Promise<StoredObject | undefined>;
  delete(key: string): Promise<void>;
  /** Deletes every object whose key begins so. */
  deleteAll(prefix: string): Promise<void>;
  /** Parts of a large upload are sent to presigned addresses, numbered from 1; each but the last has at least 5 MiB. */
  startUpload(key: string, contentType: string): Promise<string>;
  /** Address to which anybody may write one part of this size, in bytes, for `seconds`, by default from now on; with `md5` (Base64) only of that content. */
  presignPart(
    key: string,
    uploadId: string,
    part: number,
    seconds: number,
    content: { size: number; md5?: string | null; signedAt?: Date },
  ): string;
  /** What has come, as the store knows it; undefined when it knows no such upload. */
  listParts(key: string, uploadId: string): Promise<StoredPart[] | undefined>;
  completeUpload(key: string, uploadId: string, parts: readonly { part: number; etag: string }[]): Promise<void>;
  /** Forgets all uploads of the key that are not completed. */
  abortUploads(key: string): Promise<void>;
  stop(): void;
}

/**
 * Keys start with the space: `<space>/<noun>/<id>`. The bucket is made when it is missing, and open to pages of `origins`. A connection
 * on which nothing passes for `silenceMs` is ended, and what waits for it fails.
 */
export async function createStorage(
  config: z.output<typeof storageConfig>,
  { silenceMs = 120_000, origins }: { silenceMs?: number; origins?: readonly string[] } = {},
): Promise<Storage> {
  const connections = openConnections(silenceMs);
  const s3 = new S3Client({ ...toClientOptions(config), requestHandler: connections.options });
  const Bucket = config.S3_BUCKET;
  const presign = createPresign({
    ...{ endpoint: config.S3_PUBLIC_ENDPOINT, region: config.S3_REGION, bucket: Bucket },
    ...{ accessKey: config.S3_ACCESS_KEY, secretKey: config.S3_SECRET_KEY },
  });
  await ensureBucket(s3, Bucket);
  if (origins) await allowOrigins(s3, Bucket, origins);

  return {
    async put(Key, body, ContentType) {
      const content = body instanceof Uint8Array ? { Body: body } : { Body: body.stream, ContentLength: body.size };
      await s3.send(new PutObjectCommand({ Bucket, Key, ContentType, ...content }));
    },
    async read(Key, { start, end }, abortSignal) {
      const part = new GetObjectCommand({ Bucket, Key, Range: `bytes=${start}-${end}` });
      const { Body } = await s3.send(part, abortSignal && { abortSignal });
      if (!(Body instanceof Readable)) throw new Error('the object store gave no body');
      return Body;
    },
    async get(Key, { maxBytes }) {
      const { Body, ContentLength } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      if (!Body) throw new Error('the object store gave no body');
      // No more comes than the length says (RFC 9112, 6.3).
      if (ContentLength === undefined || ContentLength > maxBytes) {
        await Body.transformToWebStream().cancel();
        throw new Error(`${Key} has more than ${maxBytes} bytes`);
      }
      return Body.transformToByteArray();
    },
    presignGet: (key, seconds, filename) =>
      presign({ method: 'GET', key, seconds, query: { 'response-content-disposition': contentDisposition(filename) } }),
    presignShow: (key, seconds, signedAt) => presign({ method: 'GET', key, seconds, ...(signedAt && { signedAt }) }),
    presignPut: (key, seconds, contentType, size) =>
      presign({ method: 'PUT', key, seconds, headers: { 'content-type': contentType, 'content-length': String(size) } }),
    async head(Key) {
      try {
        const { ContentLength = 0, ContentType, ETag } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
        return { size: ContentLength, contentType: ContentType, etag: ETag };
      } catch (error) {
        if (isStatus(error, 404)) return undefined;
        throw error;
      }
    },
    async delete(Key) {
      await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    deleteAll: (prefix) => deleteObjects(s3, Bucket, prefix),
    startUpload: (key, contentType) => startUpload(s3, Bucket, key, contentType),
    presignPart: (key, uploadId, part, seconds, { size, md5, signedAt }) =>
      presign({
        ...{ method: 'PUT', key, seconds, query: { uploadId, partNumber: String(part) }, ...(signedAt && { signedAt }) },
        headers: { 'content-length': String(size), ...(md5 && { 'content-md5': md5 }) },
      }),
    listParts: (key, uploadId) => listParts(s3, Bucket, key, uploadId),
    completeUpload: (key, uploadId, parts) => completeUpload(s3, Bucket, { key, uploadId, parts }),
    abortUploads: (key) => abortUploads(s3, Bucket, key),
    stop() {
      s3.destroy();
      connections.stop();
    },
  };
}
