import type { ByteRange } from './content-route.ts';

const oneRange = /^bytes=[ \t]*(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))[ \t]*$/i;

/**
 * What `Range` asks of a file of so many bytes (RFC 9110 14.1.2): one range of bytes. Several, another unit and what is malformed
 * mean the whole file, as does no header; a range that begins behind the end cannot be satisfied.
 */
export function findByteRange(header: string | undefined, size: number): ByteRange | 'whole' | 'unsatisfiable' {
  const found = oneRange.exec(header ?? '');
  if (!found) return 'whole';
  const [, first, last, suffix] = found;
  if (suffix !== undefined) {
    const length = Math.min(Number(suffix), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last ? Number(last) : size - 1;
  if (last && end < start) return 'whole';
  return start >= size ? 'unsatisfiable' : { start, end: Math.min(end, size - 1) };
}
