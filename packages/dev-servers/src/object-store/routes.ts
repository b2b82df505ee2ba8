import type { Operation } from './operation.ts';
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './operations/bucket-operations.ts';
import { abortMultipartUpload, completeMultipartUpload } from './operations/complete-upload.ts';
import { deleteObject, deleteObjects } from './operations/delete-objects.ts';
import { getObject, headObject, responseOverrides } from './operations/get-object.ts';
import { listObjects } from './operations/list-objects.ts';
import { putObject } from './operations/put-object.ts';
import { createMultipartUpload, listMultipartUploads, listParts, uploadPart } from './operations/upload-parts.ts';
import type { RequestTarget } from './request-target.ts';
import { S3Error } from './s3-error.ts';

interface Route {
  readonly on: 'store' | 'bucket' | 'object';
  readonly method: string;
  /** Parameters that select this operation. */
  readonly needs?: readonly string[];
  /** Parameters it understands besides. */
  readonly takes?: readonly string[];
  readonly run: Operation;
}

const listing = ['prefix', 'delimiter', 'max-keys', 'continuation-token', 'start-after', 'encoding-type', 'fetch-owner'];
const uploadListing = ['prefix', 'key-marker', 'upload-id-marker', 'max-uploads', 'encoding-type'];

const routes: readonly Route[] = [
  { on: 'store', method: 'GET', run: listBuckets },
  { on: 'bucket', method: 'PUT', run: createBucket },
  { on: 'bucket', method: 'HEAD', run: headBucket },
  { on: 'bucket', method: 'DELETE', run: deleteBucket },
  { on: 'bucket', method: 'GET', needs: ['location'], run: getBucketLocation },
  { on: 'bucket', method: 'GET', needs: ['list-type'], takes: listing, run: listObjects },
  { on: 'bucket', method: 'GET', needs: ['uploads'], takes: uploadListing, run: listMultipartUploads },
  { on: 'bucket', method: 'POST', needs: ['delete'], run: deleteObjects },
  { on: 'object', method: 'GET', takes: responseOverrides, run: getObject },
  { on: 'object', method: 'HEAD', takes: responseOverrides, run: headObject },
  { on: 'object', method: 'PUT', run: putObject },
  { on: 'object', method: 'DELETE', run: deleteObject },
  { on: 'object', method: 'POST', needs: ['uploads'], run: createMultipartUpload },
  { on: 'object', method: 'PUT', needs: ['uploadId', 'partNumber'], run: uploadPart },
  { on: 'object', method: 'GET', needs: ['uploadId'], takes: ['max-parts', 'part-number-marker'], run: listParts },
  { on: 'object', method: 'POST', needs: ['uploadId'], run: completeMultipartUpload },
  { on: 'object', method: 'DELETE', needs: ['uploadId'], run: abortMultipartUpload },
];

/**
 * The operation a request asks for. A parameter that no operation here understands (`acl`, `tagging`, `versionId` and so on) asks for
 * something else than the bare path does, so it is refused rather than ignored. Throws NotImplemented or MethodNotAllowed.
 */
export function findOperation(method: string, { bucket, key, query }: RequestTarget): Operation {
  const on = bucket === '' ? 'store' : key === '' ? 'bucket' : 'object';
  const candidates = routes.filter((route) => route.on === on && route.method === method);
  if (candidates.length === 0) throw new S3Error('MethodNotAllowed');
  // `x-id` names the operation for readers of logs; the x-amz-* parameters belong to the signature or stand for headers.
  const parameters = [...query.keys()].filter((name) => name !== 'x-id' && !/^x-amz-/i.test(name));
  const found = candidates.find(
    ({ needs = [], takes = [] }) =>
      needs.every((name) => query.has(name)) && parameters.every((name) => needs.includes(name) || takes.includes(name)),
  );
  if (!found) throw new S3Error('NotImplemented');
  return found.run;
}
