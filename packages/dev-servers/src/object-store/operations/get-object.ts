import type { Bucket } from '../disk/bucket.ts';
import type { ObjectInfo } from '../disk/object-info.ts';
import type { Operation, S3Request } from '../operation.ts';
import type { Reply } from '../reply.ts';
import { parseByteRange } from './byte-range.ts';
import { isNotModified, rangeApplies } from './conditions.ts';
import { checkHeaderValue } from './stored-headers.ts';

/** Parameters of a URL that replace a header of the object in this one answer. */
export const responseOverrides = [
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
];

export const getObject: Operation = (request, { disk }) => {
  const bucket = disk.getBucket(request.bucket);
  return readObject(request, bucket, true);
};

export const headObject: Operation = (request, { disk }) => {
  const bucket = disk.getBucket(request.bucket);
  return readObject(request, bucket, false);
};

/** Does not wait between looking the object up and opening it, so that both are of one version. */
function readObject({ key, query, headers }: S3Request, bucket: Bucket, withContent: boolean): Reply {
  const object = bucket.get(key);
  const validators = { etag: `"${object.etag}"`, 'last-modified': new Date(object.modifiedAt).toUTCString() };
  if (isNotModified(headers, object)) return { status: 304, headers: validators };
  const range = rangeApplies(headers, object) ? parseByteRange(headers.get('range'), object.size) : undefined;
  const { start, length } = range ?? { start: 0, length: object.size };
  const described: Reply = {
    status: range ? 206 : 200,
    headers: {
      ...object.headers,
      ...overrides(query),
      ...validators,
      'accept-ranges': 'bytes',
      'content-length': String(length),
      ...(range ? { 'content-range': `bytes ${start}-${start + length - 1}/${object.size}` } : checksumHeader(headers, object)),
    },
  };
  return withContent ? { ...described, content: { fd: bucket.open(object), start, length } } : described;
}

function overrides(query: ReadonlyMap<string, string>): Record<string, string> {
  const replaced: Record<string, string> = {};
  for (const name of responseOverrides) {
    const value = query.get(name);
    if (value !== undefined) replaced[name.slice('response-'.length)] = checkHeaderValue(value);
  }
  return replaced;
}

/** Given on request only, and never with a range: it is the checksum of the whole. */
function checksumHeader(headers: ReadonlyMap<string, string>, { checksum }: ObjectInfo): Record<string, string> {
  if (headers.get('x-amz-checksum-mode')?.toUpperCase() !== 'ENABLED' || !checksum) return {};
  return { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, 'x-amz-checksum-type': 'FULL_OBJECT' };
}
