import { createHash, createHmac } from 'node:crypto';

/** With what requests are signed. */
interface SigningOptions {
  /** The store as whoever uses an address reaches it. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

interface RequestToSign {
  readonly method: 'GET' | 'PUT';
  readonly key: string;
  /** How long the address is valid. */
  readonly seconds: number;
  /** Parameters of the operation. */
  readonly query?: Readonly<Record<string, string>>;
  /** Headers the request must have with these values, by their names in small letters. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Addresses of one moment are the same, so that a browser finds in its cache what it has. Now by default. */
  readonly signedAt?: Date;
}

export type Presign = (request: RequestToSign) => string;

const algorithm = 'AWS4-HMAC-SHA256';

/**
 * Addresses of one request each, signed in their query (AWS Signature Version 4 for S3). The key of the day is derived once: signing
 * takes some hundredths of a millisecond, and a playlist has a thousand addresses.
 */
export function createPresign({ endpoint, region, bucket, accessKey, secretKey }: SigningOptions): Presign {
  const { host, origin, pathname } = new URL(endpoint);
  const base = `${pathname.replace(/\/$/, '')}/${bucket}`;
  let dayKey: { readonly day: string; readonly key: Buffer } | undefined;

  function getDayKey(day: string): Buffer {
    if (dayKey?.day !== day) {
      const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
        (from, part) => hmac(from, part),
        `AWS4${secretKey}`,
      );
      dayKey = { day, key: Buffer.from(key) };
    }
    return dayKey.key;
  }

  return ({ method, key, seconds, query = {}, headers = {}, signedAt = new Date() }) => {
    const time = signedAt.toISOString().replace(/[-:]|\.\d+/g, '');
    const day = time.slice(0, 8);
    const scope = `${day}/${region}/s3/aws4_request`;
    const path = `${base}/${key.split('/').map(encode).join('/')}`;
    const signed = Object.entries({ ...headers, host }).sort(byName);
    const names = signed.map(([name]) => name).join(';');
    const parameters = Object.entries({
      ...query,
      'X-Amz-Algorithm': algorithm,
      'X-Amz-Credential': `${accessKey}/${scope}`,
      'X-Amz-Date': time,
      'X-Amz-Expires': String(seconds),
      'X-Amz-SignedHeaders': names,
    })
      .map(([name, value]) => [encode(name), encode(value)] as const)
      .sort(byName)
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    const lines = signed.map(([name, value]) => `${name}:${value}\n`).join('');
    const canonical = [method, path, parameters, lines, names, 'UNSIGNED-PAYLOAD'].join('\n');
    const hash = createHash('sha256').update(canonical).digest('hex');
    const signature = hmac(getDayKey(day), [algorithm, time, scope, hash].join('\n')).toString('hex');
    return `${origin}${path}?${parameters}&X-Amz-Signature=${signature}`;
  };
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]) => (one < other ? -1 : one > other ? 1 : 0);

/** RFC 3986: everything but the unreserved characters. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
