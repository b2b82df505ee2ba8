import { CreateBucketCommand, HeadBucketCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';

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

/** Whether a store answered with this status. */
export const isStatus = (error: unknown, status: number) =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === status;
