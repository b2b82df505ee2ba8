import type { KeyIndex } from '../disk/key-index.ts';
import type { ObjectInfo } from '../disk/object-info.ts';
import type { Operation } from '../operation.ts';
import { S3Error } from '../s3-error.ts';
import { element, type XmlNode } from '../xml.ts';
import { keyEncoding, pageSize } from './list-parameters.ts';

/** The last thing a page showed: an object, or a common prefix that stands for many. */
type Position = { readonly kind: 'key' | 'prefix'; readonly name: string };

interface Page {
  readonly objects: readonly ObjectInfo[];
  readonly prefixes: readonly string[];
  /** Where the next page goes on; undefined on the last one. */
  readonly next: Position | undefined;
}

export const listObjects: Operation = ({ bucket, query }, { disk }) => {
  if (query.get('list-type') !== '2') throw new S3Error('InvalidArgument', { message: 'The only list-type is 2.' });
  const { objects } = disk.getBucket(bucket);
  const maxKeys = pageSize(query, 'max-keys');
  const encode = keyEncoding(query);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const startAfter = query.get('start-after') ?? '';
  const token = query.get('continuation-token');
  const start = token === undefined ? { kind: 'key' as const, name: startAfter } : parseToken(token);
  const page = readPage(objects, { prefix, delimiter, start, maxKeys });
  const withOwner = query.get('fetch-owner') === 'true';

  return {
    status: 200,
    xml: element('ListBucketResult', [
      element('Name', bucket),
      element('Prefix', encode(prefix)),
      ...(delimiter ? [element('Delimiter', encode(delimiter))] : []),
      ...(startAfter ? [element('StartAfter', encode(startAfter))] : []),
      ...(query.has('encoding-type') ? [element('EncodingType', 'url')] : []),
      element('MaxKeys', maxKeys),
      element('KeyCount', page.objects.length + page.prefixes.length),
      element('IsTruncated', page.next !== undefined),
      ...(token === undefined ? [] : [element('ContinuationToken', token)]),
      ...(page.next ? [element('NextContinuationToken', formatToken(page.next))] : []),
      ...page.objects.map((info) => presentObject(info, encode, withOwner)),
      ...page.prefixes.map((name) => element('CommonPrefixes', [element('Prefix', encode(name))])),
    ]),
  };
};

interface PageRequest {
  prefix: string;
  delimiter: string;
  start: Position;
  maxKeys: number;
}

/** Costs a binary search per common prefix and one step per object of the page, however many objects there are. */
function readPage(index: KeyIndex<ObjectInfo>, { prefix, delimiter, start, maxKeys }: PageRequest): Page {
  const objects: ObjectInfo[] = [];
  const prefixes: string[] = [];
  let last: Position | undefined;
  let at = Math.max(index.firstFrom(prefix), start.kind === 'key' ? index.firstAfter(start.name) : index.firstBehind(start.name));
  for (let entry = index.at(at); entry?.[0].startsWith(prefix) && maxKeys > 0; entry = index.at(at)) {
    if (objects.length + prefixes.length === maxKeys) return { objects, prefixes, next: last };
    const [key, info] = entry;
    const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    if (cut < 0) {
      objects.push(info);
      last = { kind: 'key', name: key };
      at += 1;
    } else {
      const name = key.slice(0, cut + delimiter.length);
      prefixes.push(name);
      last = { kind: 'prefix', name };
      at = index.firstBehind(name);
    }
  }
  return { objects, prefixes, next: undefined };
}

function presentObject(
  { key, modifiedAt, etag, size }: ObjectInfo,
  encode: (key: string) => string,
  withOwner: boolean,
): XmlNode {
  return element('Contents', [
    element('Key', encode(key)),
    element('LastModified', modifiedAt),
    element('ETag', `"${etag}"`),
    element('Size', size),
    element('StorageClass', 'STANDARD'),
    ...(withOwner ? [element('Owner', [element('ID', 'owner'), element('DisplayName', 'owner')])] : []),
  ]);
}

function formatToken({ kind, name }: Position): string {
  return Buffer.from(`${kind}:${name}`).toString('base64url');
}

function parseToken(token: string): Position {
  const [matched, kind, name = ''] = /^(key|prefix):(.+)$/s.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? [];
  if (matched === undefined)
    throw new S3Error('InvalidArgument', { message: 'The continuation token is not one of this store.' });
  return { kind: kind === 'prefix' ? 'prefix' : 'key', name };
}
