import { z } from 'zod';
import { checksumAlgorithms } from '../payload/checksums.ts';

const written = z.object({
  /** Bytes of the content. */
  size: z.int().nonnegative(),
  /** Without the quotes it has in headers. */
  etag: z.string(),
  modifiedAt: z.iso.datetime(),
  checksum: z.object({ algorithm: z.enum(checksumAlgorithms), value: z.string() }).optional(),
});

/** What is kept about an object beside its content. */
export const objectInfo = written.extend({
  key: z.string(),
  /** The headers it is served with, x-amz-meta-* included; names in lower case. */
  headers: z.record(z.string(), z.string()),
});
export type ObjectInfo = z.infer<typeof objectInfo>;

export const partInfo = written.extend({ partNumber: z.int().min(1).max(10_000) });
export type PartInfo = z.infer<typeof partInfo>;

/** A multipart upload before it is completed. */
export const uploadInfo = z.object({
  id: z.string(),
  bucket: z.string(),
  key: z.string(),
  headers: z.record(z.string(), z.string()),
  initiatedAt: z.iso.datetime(),
});
export type UploadInfo = z.infer<typeof uploadInfo>;
