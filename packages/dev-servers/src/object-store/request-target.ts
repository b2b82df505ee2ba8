import { S3Error } from './s3-error.ts';

/** What the request line addresses, path style: `/bucket/key?query`. `bucket` is empty for the store itself, `key` for a bucket. */
export interface RequestTarget {
  /** The path as sent, still percent-encoded: the signature covers it. */
  readonly rawPath: string;
  readonly bucket: string;
  readonly key: string;
  /** Decoded, in the order sent: the signature covers repeated names too. */
  readonly queryPairs: readonly (readonly [name: string, value: string])[];
  /** The first value of each name. */
  readonly query: ReadonlyMap<string, string>;
}

const maxKeyBytes = 1024;

/** Throws InvalidURI, or KeyTooLongError. */
export function parseRequestTarget(url: string): RequestTarget {
  const [rawPath = '', ...rest] = url.split('?');
  if (!rawPath.startsWith('/')) throw new S3Error('InvalidURI');
  const slash = rawPath.indexOf('/', 1);
  const bucket = decode(slash < 0 ? rawPath.slice(1) : rawPath.slice(1, slash));
  const key = slash < 0 ? '' : decode(rawPath.slice(slash + 1));
  if (Buffer.byteLength(key) > maxKeyBytes) throw new S3Error('KeyTooLongError');

  const queryPairs = rest
    .join('?')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0
        ? ([decodeQuery(pair), ''] as const)
        : ([decodeQuery(pair.slice(0, equals)), decodeQuery(pair.slice(equals + 1))] as const);
    });
  const query = new Map<string, string>();
  for (const [name, value] of queryPairs) if (!query.has(name)) query.set(name, value);
  return { rawPath, bucket, key, queryPairs, query };
}

/** Percent-decoding; bytes that are not UTF-8 are InvalidURI. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI');
  }
}

function decodeQuery(text: string): string {
  return decode(text.replaceAll('+', ' '));
}
