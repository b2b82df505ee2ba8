import { createHash } from 'node:crypto';

/** Namespace of the ids (RFC 9562, section 5.5). Never changed: a store knows statements by what follows from it. */
const namespace = Buffer.from('6f0a2f3c8f3b4d0f9a4d1f7a5be2c611', 'hex');

/**
 * The id of a statement by what it is about: the same whenever it is made again. A name-based UUID of version 5, as record stores may
 * know no later versions.
 */
export function toStatementId(about: string): string {
  const bytes = createHash('sha1').update(namespace).update(about).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
