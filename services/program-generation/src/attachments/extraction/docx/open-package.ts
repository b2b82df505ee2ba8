import { type UnzipFileInfo, unzipSync } from 'fflate';
import { Unreadable } from '../unreadable.ts';

/** Documents of hundreds of pages stay far below these. */
const limits = {
  entries: 5_000,
  /** Bytes of what is unpacked: the text and what it refers to. Pictures never are. */
  unpacked: 60_000_000,
};

const localFile = Buffer.from('PK\u0003\u0004', 'latin1');
/** [MS-CFB] 2.2: how files of Word before 2007 begin, and those with a password. */
const compoundFile = Buffer.from('D0CF11E0A1B11AE1', 'hex');
/** [MS-OFFCRYPTO] 1.3.3: the stream of a file with a password. */
const encryptedStream = Buffer.from('EncryptedPackage', 'utf16le');

/** The parts of a file that are XML, by their names in lower case (ECMA-376 part 2, 6.2.2.3). */
export function openPackage(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (startsWith(file, compoundFile) && file.includes(encryptedStream)) throw new Unreadable('encrypted', 'it has a password');
  if (!startsWith(file, localFile)) throw new Unreadable('wrong-type', 'it is no zip');
  // APPNOTE 4.4.4: bit 0 of the flags.
  if ((file.at(6) ?? 0) & 1) throw new Unreadable('encrypted', 'its entries have a password');
  requireModest(file);
  // fflate unpacks no more than the size that the directory names, whatever is packed.
  const parts = unzipSync(file, { filter: isXml });
  return new Map(Object.entries(parts).map(([name, part]) => [name.toLowerCase(), part]));
}

function startsWith(file: Buffer, signature: Buffer): boolean {
  return file.subarray(0, signature.length).equals(signature);
}

function requireModest(file: Uint8Array): void {
  let entries = 0;
  let unpacked = 0;
  unzipSync(file, {
    filter(entry) {
      entries += 1;
      if (isXml(entry)) unpacked += entry.originalSize;
      if (entries > limits.entries) throw new Unreadable('too-large', 'it has too many entries');
      if (unpacked > limits.unpacked) throw new Unreadable('too-large', `${file.length} bytes would become ${unpacked} and more`);
      return false;
    },
  });
}

function isXml({ name }: UnzipFileInfo): boolean {
  return /\.(?:xml|rels)$/i.test(name);
}
