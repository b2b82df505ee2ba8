import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { isStatus } from './buckets.ts';

export interface StoredPart {
  /** From 1. */
  readonly part: number;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
}

/** What has come of an upload; undefined when there is none of that id. */
export async function listParts(s3: S3Client, Bucket: string, Key: string, UploadId: string): Promise<StoredPart[] | undefined> {
  const parts: StoredPart[] = [];
  let PartNumberMarker: string | undefined;
  try {
    do {
      const page = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker }));
      for (const { PartNumber = 0, Size = 0, ETag = '' } of page.Parts ?? [])
        parts.push({ part: PartNumber, size: Size, etag: ETag });
      PartNumberMarker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    } while (PartNumberMarker);
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
  return parts;
}

/** Ids of the unfinished uploads of one object. */
async function listUploads(s3: S3Client, Bucket: string, key: string): Promise<string[]> {
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: key }));
  return Uploads.flatMap(({ Key, UploadId }) => (Key === key && UploadId ? [UploadId] : []));
}

/** Resolves with the id of the upload. */
export async function startUpload(s3: S3Client, Bucket: string, Key: string, ContentType: string): Promise<string> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType }));
  if (!UploadId) throw new Error('the object store gave no upload id');
  return UploadId;
}

export async function completeUpload(
  s3: S3Client,
  Bucket: string,
  { key, uploadId, parts }: { key: string; uploadId: string; parts: readonly { part: number; etag: string }[] },
): Promise<void> {
  const Parts = parts.map(({ part, etag }) => ({ PartNumber: part, ETag: etag }));
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: key, UploadId: uploadId, MultipartUpload: { Parts } }));
}

export async function abortUploads(s3: S3Client, Bucket: string, Key: string): Promise<void> {
  for (const UploadId of await listUploads(s3, Bucket, Key))
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch((error: unknown) => {
      // Somebody else has, in the meantime.
      if (!isStatus(error, 404)) throw error;
    });
}
