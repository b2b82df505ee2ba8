import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

/** Makes the bucket when it is missing. */
export async function ensureBucket(s3: S3Client, Bucket: string): Promise<void> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket }));
  } catch (error) {
    if (!isStatus(error, 404)) throw error;
    // A replica may have made it in the meantime: 409.
    await s3.send(new CreateBucketCommand({ Bucket })).catch((cause: unknown) => {
      if (!isStatus(cause, 409)) throw cause;
    });
  }
}

/**
 * Lets pages of these origins use presigned addresses. Stores that have no rules of single buckets say 501 (MinIO, the local one): they
 * answer by a setting of their own.
 */
export async function allowOrigins(s3: S3Client, Bucket: string, origins: readonly string[]): Promise<void> {
  const rule = {
    AllowedOrigins: [...origins],
    AllowedMethods: ['GET', 'HEAD', 'PUT'],
    AllowedHeaders: ['*'],
    ExposeHeaders: ['ETag', 'Content-Range'],
    MaxAgeSeconds: 7200,
  };
  await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } })).catch((error: unknown) => {
    // An account with rights on objects alone may not: whoever made the bucket decides.
    if (!isStatus(error, 501) && !isStatus(error, 403)) throw error;
  });
}

/** Deletes every object whose key begins with the prefix, a thousand at a time. */
export async function deleteObjects(s3: S3Client, Bucket: string, Prefix: string): Promise<void> {
  for (;;) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    const Objects = Contents.flatMap(({ Key }) => (Key ? [{ Key }] : []));
    if (Objects.length === 0) return;
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    if (Errors.length > 0) throw new Error(`the object store kept ${Errors.length} objects: ${Errors[0]?.Code}`);
  }
}

/** Whether a store answered with this status. */
export const isStatus = (error: unknown, status: number) =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === status;
