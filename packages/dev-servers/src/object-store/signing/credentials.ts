import { S3Error } from '../s3-error.ts';
import { signatureAlgorithm } from './sigv4.ts';

/** What a request says about its own signature, before any of it is believed. */
export interface Credentials {
  readonly accessKey: string;
  /** `YYYYMMDD` */
  readonly day: string;
  readonly region: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly date: string;
  /** How long a presigned request is good for; undefined when the signature is in the header. */
  readonly expiresInSeconds: number | undefined;
}

const header = new RegExp(
  `^${signatureAlgorithm} Credential=([^,\\s]+),\\s*SignedHeaders=([^,\\s]+),\\s*Signature=([0-9a-f]{64})$`,
);
const maxExpirySeconds = 7 * 24 * 60 * 60;

/** Reads the Authorization header or the X-Amz-* parameters of a presigned URL. Throws AccessDenied when there is neither. */
export function readCredentials(headers: ReadonlyMap<string, string>, query: ReadonlyMap<string, string>): Credentials {
  const authorization = headers.get('authorization');
  if (!query.has('X-Amz-Signature') && !query.has('X-Amz-Algorithm')) {
    if (authorization === undefined) throw new S3Error('AccessDenied');
    return readHeader(authorization, headers.get('x-amz-date') ?? '');
  }
  if (authorization !== undefined) {
    throw new S3Error('InvalidArgument', { message: 'Sign either in the header or in the query, not both.' });
  }
  return readQuery(query);
}

function readHeader(authorization: string, date: string): Credentials {
  const [matched, credential = '', signedHeaders = '', signature = ''] = header.exec(authorization) ?? [];
  if (matched === undefined) throw new S3Error('AuthorizationHeaderMalformed');
  return {
    ...readScope(credential, 'AuthorizationHeaderMalformed'),
    signedHeaders: signedHeaders.split(';'),
    signature,
    date,
    expiresInSeconds: undefined,
  };
}

function readQuery(query: ReadonlyMap<string, string>): Credentials {
  const parameter = (name: string) => query.get(`X-Amz-${name}`) ?? '';
  const expires = parameter('Expires');
  const expiresInSeconds = /^\d{1,6}$/.test(expires) ? Number(expires) : 0;
  if (parameter('Algorithm') !== signatureAlgorithm || expiresInSeconds < 1 || expiresInSeconds > maxExpirySeconds) {
    throw new S3Error('AuthorizationQueryParametersError');
  }
  return {
    ...readScope(parameter('Credential'), 'AuthorizationQueryParametersError'),
    signedHeaders: parameter('SignedHeaders').split(';'),
    signature: parameter('Signature'),
    date: parameter('Date'),
    expiresInSeconds,
  };
}

function readScope(credential: string, failure: 'AuthorizationHeaderMalformed' | 'AuthorizationQueryParametersError') {
  const [, accessKey = '', day = '', region = ''] = /^(.+)\/(\d{8})\/([^/]+)\/s3\/aws4_request$/.exec(credential) ?? [];
  if (!accessKey) throw new S3Error(failure);
  return { accessKey, day, region };
}
