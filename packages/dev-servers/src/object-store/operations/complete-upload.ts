import { createHash } from 'node:crypto';
import { writeObjectFile } from '../disk/object-file.ts';
import type { ObjectInfo, PartInfo } from '../disk/object-info.ts';
import type { Operation } from '../operation.ts';
import { checksumAlgorithms } from '../payload/checksums.ts';
import { S3Error } from '../s3-error.ts';
import { uriEncode } from '../signing/sigv4.ts';
import { element, parseXml, type XmlNode } from '../xml.ts';
import { checkWrite } from './conditions.ts';
import { findUpload } from './upload-parts.ts';

/** 10000 parts with an ETag and a checksum each. */
const maxBodyBytes = 8 * 1024 * 1024;
const minPartBytes = 5 * 1024 * 1024;

export const abortMultipartUpload: Operation = async (request, store) => {
  await store.disk.uploads.remove(findUpload(request, store));
  return { status: 204 };
};

export const completeMultipartUpload: Operation = async (request, store) => {
  const { bucket: bucketName, key, headers, payload } = request;
  const { disk, now } = store;
  const upload = findUpload(request, store);
  const bucket = disk.getBucket(bucketName);
  checkWrite(headers, bucket.objects.get(key));
  const parts = chooseParts(parseXml(await payload.text(maxBodyBytes)), upload.parts);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (headers.has('x-amz-mp-object-size') && headers.get('x-amz-mp-object-size') !== String(size))
    throw new S3Error('InvalidRequest');

  const file = disk.newFile();
  const info = await writeObjectFile({
    path: file,
    content: disk.uploads.read(upload.id, parts),
    describe: (): ObjectInfo => ({
      key,
      size,
      etag: etagOfParts(parts),
      modifiedAt: now().toISOString(),
      headers: upload.headers,
    }),
  });
  await bucket.publish(file, info, (current) => {
    findUpload(request, store);
    checkWrite(headers, current);
  });
  await disk.uploads.remove(upload);
  return {
    status: 200,
    xml: element('CompleteMultipartUploadResult', [
      element('Location', `/${bucketName}/${key.split('/').map(uriEncode).join('/')}`),
      element('Bucket', bucketName),
      element('Key', key),
      element('ETag', `"${info.etag}"`),
    ]),
  };
};

/** MD5 of the parts' MD5s, and their number: clients tell from the dash that it is not the MD5 of the content. */
function etagOfParts(parts: readonly PartInfo[]): string {
  const digests = createHash('md5');
  for (const { etag } of parts) digests.update(etag, 'hex');
  return `${digests.digest('hex')}-${parts.length}`;
}

/** The parts a client lists, as they were uploaded. Throws MalformedXML, InvalidPartOrder, InvalidPart or EntityTooSmall. */
function chooseParts({ name, content }: XmlNode, uploaded: ReadonlyMap<number, PartInfo>): PartInfo[] {
  if (name !== 'CompleteMultipartUpload' || typeof content === 'string') throw new S3Error('MalformedXML');
  const parts: PartInfo[] = [];
  for (const listed of content) {
    const fields = readFields(listed);
    const partNumber = Number(fields.get('PartNumber'));
    if (partNumber <= (parts.at(-1)?.partNumber ?? 0)) throw new S3Error('InvalidPartOrder');
    const part = uploaded.get(partNumber);
    if (!part || !describes(fields, part)) throw new S3Error('InvalidPart', { details: { PartNumber: String(partNumber) } });
    parts.push(part);
  }
  if (parts.length === 0) throw new S3Error('MalformedXML');
  if (parts.slice(0, -1).some(({ size }) => size < minPartBytes)) throw new S3Error('EntityTooSmall');
  return parts;
}

function readFields({ name, content }: XmlNode): Map<string, string> {
  if (name !== 'Part' || typeof content === 'string') throw new S3Error('MalformedXML');
  const fields = new Map(content.map((field) => [field.name, typeof field.content === 'string' ? field.content.trim() : '']));
  if (!/^\d{1,5}$/.test(fields.get('PartNumber') ?? '') || !fields.has('ETag')) throw new S3Error('MalformedXML');
  return fields;
}

function describes(fields: ReadonlyMap<string, string>, { etag, checksum }: PartInfo): boolean {
  if (fields.get('ETag')?.replace(/^"(.*)"$/, '$1') !== etag) return false;
  return checksumAlgorithms.every((algorithm) => {
    const listed = fields.get(`Checksum${algorithm.toUpperCase()}`);
    return listed === undefined || checksum?.algorithm !== algorithm || checksum.value === listed;
  });
}
