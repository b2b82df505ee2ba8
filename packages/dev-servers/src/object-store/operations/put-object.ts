import { readContent } from '../disk/object-file.ts';
import type { ObjectInfo } from '../disk/object-info.ts';
import type { Operation } from '../operation.ts';
import type { Checksum } from '../payload/checksums.ts';
import { decode } from '../request-target.ts';
import { S3Error } from '../s3-error.ts';
import { element } from '../xml.ts';
import { checkCopySource, checkWrite } from './conditions.ts';
import { storeContent } from './store-content.ts';
import { storedHeaders } from './stored-headers.ts';

/** PutObject, or CopyObject when x-amz-copy-source names where the content comes from. */
export const putObject: Operation = (request, store) =>
  request.headers.has('x-amz-copy-source') ? copyObject(request, store) : receiveObject(request, store);

const receiveObject: Operation = async ({ bucket: bucketName, key, headers, payload }, store) => {
  const bucket = store.disk.getBucket(bucketName);
  // Before a byte of the body is read, and again when it is published: another write may have come between.
  checkWrite(headers, bucket.objects.get(key));
  const served = storedHeaders(headers);
  const { file, info } = await storeContent(
    store,
    payload.chunks(),
    (written): ObjectInfo => ({ ...written, key, headers: served, checksum: payload.checksum() }),
  );
  await bucket.publish(file, info, (current) => checkWrite(headers, current));
  return { status: 200, headers: { etag: `"${info.etag}"`, ...presentChecksum(info.checksum) } };
};

/** The x-amz-checksum-* a write is answered with: what was verified. */
export function presentChecksum(checksum: Checksum | undefined): Record<string, string> {
  return checksum ? { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value } : {};
}

const copyObject: Operation = async ({ bucket: bucketName, key, headers }, store) => {
  const { disk } = store;
  const target = disk.getBucket(bucketName);
  const [sourceBucket, sourceKey] = parseCopySource(headers.get('x-amz-copy-source') ?? '');
  const source = disk.getBucket(sourceBucket);
  const original = source.get(sourceKey);
  checkCopySource(headers, original);
  checkWrite(headers, target.objects.get(key));
  const replaced = replacesMetadata(headers);
  if (source === target && sourceKey === key && !replaced) {
    throw new S3Error('InvalidRequest', { message: 'A copy of an object onto itself must replace its metadata.' });
  }
  const served = replaced ? storedHeaders(headers) : original.headers;

  const { file, info } = await storeContent(
    store,
    readContent(source.open(original), 0, original.size),
    (written): ObjectInfo => ({ ...written, key, headers: served, checksum: original.checksum }),
  );
  await target.publish(file, info, (current) => checkWrite(headers, current));
  return {
    status: 200,
    xml: element('CopyObjectResult', [element('LastModified', info.modifiedAt), element('ETag', `"${info.etag}"`)]),
  };
};

/** `bucket/key`, percent-encoded, with or without a slash before it. */
function parseCopySource(header: string): [bucket: string, key: string] {
  const [path = '', version] = header.split('?');
  if (version !== undefined) throw new S3Error('NotImplemented', { message: 'This store keeps no versions.' });
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decode(path)) ?? [];
  if (bucket === undefined || key === undefined)
    throw new S3Error('InvalidArgument', { message: 'x-amz-copy-source is not bucket/key.' });
  return [bucket, key];
}

function replacesMetadata(headers: ReadonlyMap<string, string>): boolean {
  const directive = headers.get('x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw new S3Error('InvalidArgument', { message: 'x-amz-metadata-directive is COPY or REPLACE.' });
  }
  return directive === 'REPLACE';
}
