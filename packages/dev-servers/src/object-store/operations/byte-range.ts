import { S3Error } from '../s3-error.ts';

export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

/**
 * One range of RFC 9110, section 14: `bytes=first-last`, `bytes=first-` or `bytes=-suffix`. Undefined means the whole object:
 * no header, several ranges (as S3 has it) or nonsense. Throws InvalidRange (416) when it lies outside.
 */
export function parseByteRange(header: string | undefined, size: number): ByteRange | undefined {
  const [matched, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (matched === undefined || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return undefined;
  if (start >= size) throw new S3Error('InvalidRange', { headers: { 'content-range': `bytes */${size}` } });
  return { start, length: end - start + 1 };
}
