import { compareKeys } from '../disk/key-index.ts';
import type { PartInfo } from '../disk/object-info.ts';
import type { Upload } from '../disk/uploads.ts';
import type { Operation, S3Request, Store } from '../operation.ts';
import { S3Error } from '../s3-error.ts';
import { element } from '../xml.ts';
import { integerParameter, keyEncoding, pageSize } from './list-parameters.ts';
import { presentChecksum } from './put-object.ts';
import { storeContent } from './store-content.ts';
import { storedHeaders } from './stored-headers.ts';

const maxPartNumber = 10_000;

/** The upload a request names by its `uploadId`. Throws NoSuchBucket or NoSuchUpload. */
export function findUpload({ bucket, key, query }: S3Request, { disk }: Store): Upload {
  disk.getBucket(bucket);
  return disk.uploads.get(query.get('uploadId') ?? '', bucket, key);
}

export const createMultipartUpload: Operation = async ({ bucket, key, headers }, { disk, now }) => {
  disk.getBucket(bucket);
  const upload = await disk.uploads.create(bucket, key, storedHeaders(headers), now().toISOString());
  const names = [element('Bucket', bucket), element('Key', key), element('UploadId', upload.id)];
  return { status: 200, xml: element('InitiateMultipartUploadResult', names) };
};

export const uploadPart: Operation = async (request, store) => {
  const { headers, query, payload } = request;
  const upload = findUpload(request, store);
  const partNumber = integerParameter(query, 'partNumber') ?? 0;
  if (partNumber < 1 || partNumber > maxPartNumber)
    throw new S3Error('InvalidArgument', { message: 'Part numbers go from 1 to 10000.' });
  if (headers.has('x-amz-copy-source')) throw new S3Error('NotImplemented', { message: 'UploadPartCopy is not implemented.' });

  const { file, info } = await storeContent(
    store,
    payload.chunks(),
    (written): PartInfo => ({ ...written, partNumber, checksum: payload.checksum() }),
  );
  store.disk.uploads.publishPart(upload.id, file, info);
  return { status: 200, headers: { etag: `"${info.etag}"`, ...presentChecksum(info.checksum) } };
};

export const listParts: Operation = (request, store) => {
  const upload = findUpload(request, store);
  const { bucket, key, query } = request;
  const maxParts = pageSize(query, 'max-parts');
  const marker = integerParameter(query, 'part-number-marker') ?? 0;
  const parts = [...upload.parts.values()]
    .filter(({ partNumber }) => partNumber > marker)
    .sort((a, b) => a.partNumber - b.partNumber);
  const page = parts.slice(0, maxParts);
  return {
    status: 200,
    xml: element('ListPartsResult', [
      element('Bucket', bucket),
      element('Key', key),
      element('UploadId', upload.id),
      element('PartNumberMarker', marker),
      element('NextPartNumberMarker', page.at(-1)?.partNumber ?? marker),
      element('MaxParts', maxParts),
      element('IsTruncated', page.length > 0 && page.length < parts.length),
      ...page.map(({ partNumber, etag, size, modifiedAt }) =>
        element('Part', [
          element('PartNumber', partNumber),
          element('LastModified', modifiedAt),
          element('ETag', `"${etag}"`),
          element('Size', size),
        ]),
      ),
    ]),
  };
};

export const listMultipartUploads: Operation = ({ bucket, query }, { disk }) => {
  disk.getBucket(bucket);
  const encode = keyEncoding(query);
  const maxUploads = pageSize(query, 'max-uploads');
  const prefix = query.get('prefix') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('upload-id-marker') ?? '';
  const matching = disk.uploads.list(bucket).filter(({ key }) => key.startsWith(prefix));
  const uploads = matching.slice(afterMarker(matching, keyMarker, idMarker));
  const page = uploads.slice(0, maxUploads);
  const last = page.at(-1);
  const isTruncated = page.length > 0 && page.length < uploads.length;
  return {
    status: 200,
    xml: element('ListMultipartUploadsResult', [
      element('Bucket', bucket),
      element('KeyMarker', encode(keyMarker)),
      element('UploadIdMarker', idMarker),
      element('Prefix', encode(prefix)),
      ...(last && isTruncated ? [element('NextKeyMarker', encode(last.key)), element('NextUploadIdMarker', last.id)] : []),
      element('MaxUploads', maxUploads),
      element('IsTruncated', isTruncated),
      ...page.map(({ key, id, initiatedAt }) =>
        element('Upload', [
          element('Key', encode(key)),
          element('UploadId', id),
          element('StorageClass', 'STANDARD'),
          element('Initiated', initiatedAt),
        ]),
      ),
    ]),
  };
};

/** Where the next page begins: behind the upload the markers name or, if that has ended, behind all uploads of its key. */
function afterMarker(uploads: readonly Upload[], keyMarker: string, idMarker: string): number {
  const named = uploads.findIndex(({ key, id }) => key === keyMarker && id === idMarker);
  if (named >= 0) return named + 1;
  const next = uploads.findIndex(({ key }) => keyMarker === '' || compareKeys(key, keyMarker) > 0);
  return next < 0 ? uploads.length : next;
}
