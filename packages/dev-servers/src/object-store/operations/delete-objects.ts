import type { Operation } from '../operation.ts';
import { S3Error } from '../s3-error.ts';
import { element, parseXml, type XmlNode } from '../xml.ts';
import { checkWrite } from './conditions.ts';

const maxKeys = 1000;
/** 1000 keys of 1024 bytes, each byte an entity. */
const maxBodyBytes = 8 * 1024 * 1024;

/** Deleting what is not there succeeds, unless If-Match asks for a version of it. */
export const deleteObject: Operation = async ({ bucket: bucketName, key, headers }, { disk }) => {
  const bucket = disk.getBucket(bucketName);
  checkWrite(headers, bucket.objects.get(key));
  await bucket.delete(key);
  return { status: 204 };
};

export const deleteObjects: Operation = async ({ bucket: bucketName, payload }, { disk }) => {
  const bucket = disk.getBucket(bucketName);
  const { keys, quiet } = readRequest(parseXml(await payload.text(maxBodyBytes)));
  for (const key of keys) await bucket.delete(key);
  const deleted = quiet ? [] : keys.map((key) => element('Deleted', [element('Key', key)]));
  return { status: 200, xml: element('DeleteResult', deleted) };
};

function readRequest({ name, content }: XmlNode): { keys: string[]; quiet: boolean } {
  if (name !== 'Delete' || typeof content === 'string') throw new S3Error('MalformedXML');
  const keys = content.filter((child) => child.name === 'Object').map(readKey);
  if (keys.length === 0 || keys.length > maxKeys) throw new S3Error('MalformedXML');
  return { keys, quiet: content.some((child) => child.name === 'Quiet' && child.content === 'true') };
}

/** A version or an ETag narrows what may be deleted: what is not understood here must not be passed over. */
function readKey({ content }: XmlNode): string {
  if (typeof content === 'string') throw new S3Error('MalformedXML');
  const [key, ...conditions] = content;
  if (conditions.length > 0) throw new S3Error('NotImplemented', { message: 'Objects are deleted by key only.' });
  if (key?.name !== 'Key' || typeof key.content !== 'string' || key.content === '') throw new S3Error('MalformedXML');
  return key.content;
}
