import type { RequestTarget } from '../request-target.ts';
import { S3Error } from '../s3-error.ts';
import { type Credentials, readCredentials } from './credentials.ts';
import { canonicalRequest, deriveSigningKey, sameSignature, sha256Hex, sign, signatureAlgorithm, toScope } from './sigv4.ts';

export interface SignedRequest {
  readonly method: string;
  readonly target: RequestTarget;
  readonly headers: ReadonlyMap<string, string>;
}

/** A signature that was found good. The signatures of an aws-chunked body continue from it. */
export interface VerifiedSignature {
  readonly signature: string;
  readonly signingKey: Buffer;
  readonly date: string;
  readonly scope: string;
  readonly presigned: boolean;
  /** Value of x-amz-content-sha256: a hash, `UNSIGNED-PAYLOAD` or one of `STREAMING-...`. */
  readonly payloadHash: string;
}

interface AuthenticatorOptions {
  accessKey: string;
  secretKey: string;
  region: string;
  now: () => Date;
}

const allowedSkewMs = 15 * 60 * 1000;

/** The check every request but preflights and health probes must pass. Throws S3Error with status 400 or 403. */
export function createAuthenticator({
  accessKey,
  secretKey,
  region,
  now,
}: AuthenticatorOptions): (request: SignedRequest) => VerifiedSignature {
  return (request) => {
    const { headers, target } = request;
    const credentials = readCredentials(headers, target.query);
    if (headers.has('x-amz-security-token') || target.query.has('X-Amz-Security-Token')) throw new S3Error('InvalidToken');
    if (credentials.accessKey !== accessKey) throw new S3Error('InvalidAccessKeyId');
    const presigned = credentials.expiresInSeconds !== undefined;
    if (credentials.region !== region) {
      throw new S3Error(presigned ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed', {
        message: `The region is wrong; expecting '${region}'.`,
      });
    }
    checkTime(credentials, now());
    checkSignedHeaders(credentials, headers);

    const payloadHash = toPayloadHash(request, presigned);
    const { day, date, signature, signedHeaders } = credentials;
    const scope = toScope(day, region);
    const signingKey = deriveSigningKey(secretKey, day, region);
    const canonical = canonicalRequest({ ...request, signedHeaders, payloadHash });
    const lines = [signatureAlgorithm, date, scope, sha256Hex(canonical)];
    if (!sameSignature(sign(signingKey, ...lines), signature)) {
      throw new S3Error('SignatureDoesNotMatch', { details: { StringToSign: lines.join('\n'), CanonicalRequest: canonical } });
    }
    return { signature, signingKey, date, scope, presigned, payloadHash };
  };
}

function checkTime({ date, day, expiresInSeconds }: Credentials, now: Date): void {
  const [matched, ...fields] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  if (matched === undefined || !date.startsWith(day)) {
    throw new S3Error('AccessDenied', { message: 'A request needs an x-amz-date of the day its credential names.' });
  }
  const [year = 0, month = 0, dayOfMonth = 0, hours = 0, minutes = 0, seconds = 0] = fields.map(Number);
  const signedAt = Date.UTC(year, month - 1, dayOfMonth, hours, minutes, seconds);
  const age = now.getTime() - signedAt;
  if (expiresInSeconds === undefined) {
    if (Math.abs(age) > allowedSkewMs) throw new S3Error('RequestTimeTooSkewed');
    return;
  }
  if (age > expiresInSeconds * 1000) throw new S3Error('AccessDenied', { message: 'Request has expired.' });
  if (age < -allowedSkewMs) throw new S3Error('AccessDenied', { message: 'Request is not valid yet.' });
}

/** An x-amz-* header outside the signature could change what a presigned request does, such as copy another object. */
function checkSignedHeaders({ signedHeaders }: Credentials, headers: ReadonlyMap<string, string>): void {
  const signed = new Set(signedHeaders);
  const unsigned = [...headers.keys()].filter((name) => (name === 'host' || name.startsWith('x-amz-')) && !signed.has(name));
  if (unsigned.length > 0 || !signed.has('host')) {
    throw new S3Error('AccessDenied', {
      message: 'There were headers present in the request which were not signed.',
      details: { HeadersNotSigned: unsigned.join(', ') },
    });
  }
}

function toPayloadHash({ headers, target }: SignedRequest, presigned: boolean): string {
  const declared = headers.get('x-amz-content-sha256');
  if (declared !== undefined) return declared;
  if (!presigned)
    throw new S3Error('InvalidRequest', { message: 'Missing required header for this request: x-amz-content-sha256.' });
  return target.query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD';
}
