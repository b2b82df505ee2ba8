import { S3Error } from '../s3-error.ts';

/** Headers an object is served with as they were given when it was written. */
const storedNames = ['cache-control', 'content-disposition', 'content-language', 'content-type', 'expires'];
const maxUserMetadataBytes = 2048;

/** What a write says about how its object is to be served. Throws MetadataTooLarge or InvalidArgument. */
export function storedHeaders(headers: ReadonlyMap<string, string>): Record<string, string> {
  const stored: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  let metadataBytes = 0;
  for (const [name, value] of headers) {
    const isMetadata = name.startsWith('x-amz-meta-');
    if (isMetadata) metadataBytes += Buffer.byteLength(name.slice('x-amz-meta-'.length)) + Buffer.byteLength(value);
    if (isMetadata || storedNames.includes(name)) stored[name] = checkHeaderValue(value);
    if (isMetadata && !/^[\w.-]+$/.test(name))
      throw new S3Error('InvalidArgument', { message: 'A metadata name holds a character no header can.' });
  }
  if (metadataBytes > maxUserMetadataBytes) throw new S3Error('MetadataTooLarge');
  const encoding = withoutFraming(headers.get('content-encoding') ?? '');
  if (encoding) stored['content-encoding'] = encoding;
  return stored;
}

/** `aws-chunked` is how the body travelled, not what the object is. */
function withoutFraming(contentEncoding: string): string {
  return contentEncoding
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'aws-chunked')
    .join(', ');
}

/** Values from a URL may hold what a header cannot. Throws InvalidArgument. */
export function checkHeaderValue(value: string): string {
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    throw new S3Error('InvalidArgument', { message: 'Header value cannot be represented using ISO-8859-1.' });
  }
  return value;
}
