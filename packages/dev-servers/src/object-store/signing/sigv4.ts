import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { decode, type RequestTarget } from '../request-target.ts';

/**
 * AWS Signature Version 4 as S3 uses it: the path is encoded once and not normalised.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export const signatureAlgorithm = 'AWS4-HMAC-SHA256';

export function sha256Hex(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

/** RFC 3986 encoding: everything but the unreserved characters. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** `20260102/us-east-1/s3/aws4_request`: the day, place and service a signature is good for. */
export function toScope(day: string, region: string): string {
  return `${day}/${region}/s3/aws4_request`;
}

export function deriveSigningKey(secretKey: string, day: string, region: string): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secretKey}`, day), region), 's3'), 'aws4_request');
}

interface CanonicalParts {
  method: string;
  target: RequestTarget;
  headers: ReadonlyMap<string, string>;
  signedHeaders: readonly string[];
  payloadHash: string;
}

export function canonicalRequest({ method, target, headers, signedHeaders, payloadHash }: CanonicalParts): string {
  const path = target.rawPath
    .split('/')
    .map((segment) => uriEncode(decode(segment)))
    .join('/');
  const query = target.queryPairs
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([nameA, valueA], [nameB, valueB]) => compareAscii(nameA, nameB) || compareAscii(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const lines = signedHeaders.map((name) => `${name}:${(headers.get(name) ?? '').trim().replace(/\s+/g, ' ')}\n`).join('');
  return [method, path, query, lines, signedHeaders.join(';'), payloadHash].join('\n');
}

function compareAscii(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The hex signature of lines such as algorithm, time, scope and hash. */
export function sign(signingKey: Buffer, ...lines: readonly string[]): string {
  return hmac(signingKey, lines.join('\n')).toString('hex');
}

/** Compares without telling by its duration how much of the signature was right. */
export function sameSignature(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}
