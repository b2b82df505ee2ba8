import { S3Error } from '../s3-error.ts';
import { type ChecksumAlgorithm, checksumAlgorithms, createDigest, type Digest, digestLength } from './checksums.ts';

export interface DigestCheck {
  readonly digest: Digest;
  /** What the digest must be; for a trailer it is known only when the body was read. */
  readonly expected: () => Buffer;
  readonly failure: 'BadDigest' | 'XAmzContentSHA256Mismatch';
  /** Set for the x-amz-checksum-* of the request. */
  readonly algorithm?: ChecksumAlgorithm;
}

interface Declarations {
  readonly headers: ReadonlyMap<string, string>;
  readonly query: ReadonlyMap<string, string>;
  readonly payloadHash: string;
  readonly trailerNames: ReadonlySet<string>;
  readonly trailer: ReadonlyMap<string, string>;
}

/** Every digest the client declared for its body: x-amz-content-sha256, Content-MD5, one x-amz-checksum-*. Throws InvalidDigest. */
export function declaredDigests(declarations: Declarations): DigestCheck[] {
  const { headers, payloadHash } = declarations;
  const checks: DigestCheck[] = [];
  if (/^[0-9a-f]{64}$/.test(payloadHash)) {
    const expected = Buffer.from(payloadHash, 'hex');
    checks.push({ digest: createDigest('sha256'), expected: () => expected, failure: 'XAmzContentSHA256Mismatch' });
  } else if (payloadHash !== 'UNSIGNED-PAYLOAD' && !payloadHash.startsWith('STREAMING-')) {
    throw new S3Error('InvalidArgument', { message: 'x-amz-content-sha256 is neither a hash nor a known marker.' });
  }
  const md5 = headers.get('content-md5');
  if (md5 !== undefined) {
    const expected = parseDigest('md5', md5);
    checks.push({ digest: createDigest('md5'), expected: () => expected, failure: 'BadDigest' });
  }
  const checksum = declaredChecksum(declarations);
  if (checksum) checks.push(checksum);
  return checks;
}

function declaredChecksum({ headers, query, trailerNames, trailer }: Declarations): DigestCheck | undefined {
  const names = [...headers.keys()].filter(isChecksumName);
  const declared = [...names, ...trailerNames];
  if (declared.length > 1) throw new S3Error('InvalidRequest', { message: 'Expecting a single x-amz-checksum- header.' });
  const [name] = declared;
  if (name === undefined) return hoistedChecksum(query);

  const algorithm = getAlgorithm(name);
  if (trailerNames.has(name)) {
    return {
      digest: createDigest(algorithm),
      expected: () => parseDigest(algorithm, trailer.get(name) ?? ''),
      failure: 'BadDigest',
      algorithm,
    };
  }
  const expected = parseDigest(algorithm, headers.get(name) ?? '');
  return { digest: createDigest(algorithm), expected: () => expected, failure: 'BadDigest', algorithm };
}

/**
 * A checksum in the query of a presigned URL. The checksum of nothing is passed over: SDKs that add checksums by default
 * compute it while they sign, before there is a body (aws-sdk-js-v3 since 3.729).
 */
function hoistedChecksum(query: ReadonlyMap<string, string>): DigestCheck | undefined {
  for (const [parameter, value] of query) {
    const name = parameter.toLowerCase();
    if (!isChecksumName(name)) continue;
    const algorithm = getAlgorithm(name);
    const expected = parseDigest(algorithm, value);
    if (expected.equals(createDigest(algorithm).digest())) continue;
    return { digest: createDigest(algorithm), expected: () => expected, failure: 'BadDigest', algorithm };
  }
  return undefined;
}

/** Other headers of that prefix say how to calculate: x-amz-checksum-algorithm, -mode and -type. */
function isChecksumName(name: string): boolean {
  return name.startsWith('x-amz-checksum-') && !/-(algorithm|mode|type)$/.test(name);
}

function getAlgorithm(name: string): ChecksumAlgorithm {
  const algorithm = checksumAlgorithms.find((candidate) => name === `x-amz-checksum-${candidate}`);
  if (!algorithm) throw new S3Error('NotImplemented', { message: `The checksum ${name} is not implemented.` });
  return algorithm;
}

function parseDigest(algorithm: ChecksumAlgorithm | 'md5', base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== digestLength[algorithm] || bytes.toString('base64') !== base64) throw new S3Error('InvalidDigest');
  return bytes;
}
