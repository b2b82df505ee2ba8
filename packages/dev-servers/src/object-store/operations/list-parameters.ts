import { S3Error } from '../s3-error.ts';
import { uriEncode } from '../signing/sigv4.ts';

const maxPage = 1000;

/** The page size a client asks for, at most 1000. Throws InvalidArgument. */
export function pageSize(query: ReadonlyMap<string, string>, name: string): number {
  return Math.min(integerParameter(query, name) ?? maxPage, maxPage);
}

/** Undefined when absent. Throws InvalidArgument. */
export function integerParameter(query: ReadonlyMap<string, string>, name: string): number | undefined {
  const value = query.get(name);
  if (value === undefined || value === '') return undefined;
  if (!/^\d{1,9}$/.test(value)) throw new S3Error('InvalidArgument', { message: `${name} is not a whole number.` });
  return Number(value);
}

/** How keys are written in a list: `encoding-type=url` keeps characters XML cannot hold. Throws InvalidArgument. */
export function keyEncoding(query: ReadonlyMap<string, string>): (key: string) => string {
  const type = query.get('encoding-type');
  if (type === undefined) return (key) => key;
  if (type !== 'url') throw new S3Error('InvalidArgument', { message: 'The only encoding-type is url.' });
  return (key) => uriEncode(key).replaceAll('%2F', '/');
}
