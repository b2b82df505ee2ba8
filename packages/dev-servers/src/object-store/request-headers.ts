import type { IncomingMessage } from 'node:http';
import { S3Error } from './s3-error.ts';

/** Headers by lower-case name; repeated ones joined by a comma, as the signature has them. */
export function readHeaders(message: IncomingMessage): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [name, values = []] of Object.entries(message.headersDistinct)) headers.set(name, values.join(','));
  return headers;
}

/** Adds the x-amz-* values a signer moved into the query of a presigned URL: the signature covers them there too. */
export function withHoistedHeaders(
  headers: ReadonlyMap<string, string>,
  query: ReadonlyMap<string, string>,
): Map<string, string> {
  const hoisted = [...query]
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name.startsWith('x-amz-'));
  return new Map([...hoisted, ...headers]);
}

/** Features that change what is stored or who may read it: ignoring them would be a promise not kept. */
const unsupported =
  /^x-amz-(server-side-encryption|copy-source-server-side-encryption|tagging$|object-lock|bucket-object-lock|grant-|website-redirect|mfa$|write-offset)/;

/** Throws NotImplemented. */
export function refuseUnsupportedHeaders(headers: ReadonlyMap<string, string>): void {
  for (const [name, value] of headers) {
    const refused =
      unsupported.test(name) ||
      (name === 'x-amz-acl' && value !== 'private') ||
      (name === 'x-amz-storage-class' && value !== 'STANDARD');
    if (refused) throw new S3Error('NotImplemented', { message: `The header ${name} is not implemented.` });
  }
}
