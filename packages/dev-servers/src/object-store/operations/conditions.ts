import type { ObjectInfo } from '../disk/object-info.ts';
import { S3Error } from '../s3-error.ts';

type Headers = ReadonlyMap<string, string>;

/** Whether a reader has this version already (304), by the order of RFC 9110, section 13.2.2. Throws PreconditionFailed. */
export function isNotModified(headers: Headers, info: ObjectInfo): boolean {
  const { match, noneMatch, modifiedSince } = readConditions(headers, info, '');
  if (match === false) throw new S3Error('PreconditionFailed');
  return noneMatch === undefined ? modifiedSince === false : !noneMatch;
}

/** The x-amz-copy-source-if-* headers. Throws PreconditionFailed. */
export function checkCopySource(headers: Headers, source: ObjectInfo): void {
  const { match, noneMatch, modifiedSince } = readConditions(headers, source, 'x-amz-copy-source-');
  if (match === false || noneMatch === false || (noneMatch === undefined && modifiedSince === false))
    throw new S3Error('PreconditionFailed');
}

/** `If-None-Match: *` creates only, `If-Match` replaces only that version. Throws PreconditionFailed, NoSuchKey or NotImplemented. */
export function checkWrite(headers: Headers, current: ObjectInfo | undefined): void {
  const noneMatch = headers.get('if-none-match');
  if (noneMatch !== undefined) {
    if (noneMatch.trim() !== '*') throw new S3Error('NotImplemented', { message: 'A write knows only If-None-Match: *.' });
    if (current) throw new S3Error('PreconditionFailed');
  }
  const match = headers.get('if-match');
  if (match === undefined) return;
  if (!current) throw new S3Error('NoSuchKey');
  if (!listsEtag(match, current.etag)) throw new S3Error('PreconditionFailed');
}

/** Whether a Range still applies (RFC 9110, section 13.1.5): the client names the version it has the rest of. */
export function rangeApplies(headers: Headers, info: ObjectInfo): boolean {
  const validator = headers.get('if-range');
  return (
    validator === undefined ||
    validator === `"${info.etag}"` ||
    toSeconds(Date.parse(validator)) === toSeconds(Date.parse(info.modifiedAt))
  );
}

/** Each is undefined when the request has no such condition, and an entity tag outweighs a date. */
function readConditions(headers: Headers, info: ObjectInfo, prefix: string) {
  const etagCondition = (name: string) => {
    const list = headers.get(`${prefix}${name}`);
    return list === undefined ? undefined : listsEtag(list, info.etag);
  };
  const modifiedAfter = (name: string) => {
    const date = toSeconds(Date.parse(headers.get(`${prefix}${name}`) ?? ''));
    // A date that cannot be read is no condition (RFC 9110, section 13.1.3).
    return Number.isNaN(date) ? undefined : toSeconds(Date.parse(info.modifiedAt)) > date;
  };
  const match = etagCondition('if-match');
  const noneMatch = etagCondition('if-none-match');
  const modifiedAfterUnmodified = modifiedAfter('if-unmodified-since');
  return {
    match: match ?? (modifiedAfterUnmodified === undefined ? undefined : !modifiedAfterUnmodified),
    noneMatch: noneMatch === undefined ? undefined : !noneMatch,
    modifiedSince: modifiedAfter('if-modified-since'),
  };
}

/** HTTP dates have no fractions. */
function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

function listsEtag(list: string, etag: string): boolean {
  return list.split(',').some((item) => {
    const tag = item.trim().replace(/^W\//, '');
    return tag === '*' || tag.replace(/^"(.*)"$/, '$1') === etag;
  });
}
