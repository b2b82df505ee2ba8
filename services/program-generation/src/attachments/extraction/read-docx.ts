import { type UnzipFileInfo, unzipSync, zipSync } from 'fflate';
import mammoth from 'mammoth';
import type { ExtractedText } from './create-extractor.ts';
import { Unreadable } from './unreadable.ts';

/** Documents of hundreds of pages stay far below these. */
const limits = {
  entries: 5_000,
  /** Bytes of all entries, unpacked. */
  total: 400_000_000,
  /** Bytes of the entries that are unpacked: the text and what it refers to, no pictures. */
  text: 60_000_000,
  /** Unpacked to packed bytes; XML of Word has 10 to 50, a bomb up to 1032. */
  ratio: 200,
};

const localFile = Buffer.from('PK\u0003\u0004', 'latin1');
/** [MS-CFB] 2.2: how files of Word before 2007 begin, and those with a password. */
const compoundFile = Buffer.from('D0CF11E0A1B11AE1', 'hex');
/** [MS-OFFCRYPTO] 1.3.3: the stream of a file with a password. */
const encryptedStream = Buffer.from('EncryptedPackage', 'utf16le');

/** Plain text of a DOCX (ECMA-376), paragraphs divided by empty lines. */
export async function readDocx(bytes: Uint8Array): Promise<ExtractedText> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (startsWith(file, compoundFile) && file.includes(encryptedStream)) throw new Unreadable('encrypted', 'it has a password');
  if (!startsWith(file, localFile)) throw new Unreadable('wrong-type', 'it is no zip');
  const entries = readDirectory(file);
  requireModest(entries, file.length);
  if (!entries.some(({ name }) => name.startsWith('word/'))) throw new Unreadable('wrong-type', 'it is another kind of zip');
  // fflate unpacks no more than the size that the directory names, whatever is packed. Only what it let through is read.
  const parts = unzipSync(file, { filter: isText });
  requireNoTypeDeclaration(Object.values(parts));
  const { value: text } = await mammoth.extractRawText({ buffer: Buffer.from(zipSync(parts, { level: 0 })) });
  return { text, cut: false };
}

function startsWith(file: Buffer, signature: Buffer): boolean {
  return file.subarray(0, signature.length).equals(signature);
}

function readDirectory(file: Uint8Array): UnzipFileInfo[] {
  const entries: UnzipFileInfo[] = [];
  unzipSync(file, {
    filter(entry) {
      if (entries.push(entry) > limits.entries) throw new Unreadable('too-large', 'it has too many entries');
      return false;
    },
  });
  return entries;
}

function requireModest(entries: readonly UnzipFileInfo[], packed: number): void {
  const total = sizeOf(entries);
  if (total > limits.total || sizeOf(entries.filter(isText)) > limits.text || total > packed * limits.ratio) {
    throw new Unreadable('too-large', `${packed} bytes would become ${total}`);
  }
}

/** ECMA-376 part 2, 8.2: no part has one. It is what declares entities, external ones and those that grow. */
function requireNoTypeDeclaration(parts: readonly Uint8Array[]): void {
  if (parts.some((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength).includes('<!DOCTYPE'))) {
    throw new Unreadable('damaged', 'it has a document type declaration');
  }
}

function sizeOf(entries: readonly UnzipFileInfo[]): number {
  return entries.reduce((sum, { originalSize }) => sum + originalSize, 0);
}

function isText({ name }: UnzipFileInfo): boolean {
  return /\.(?:xml|rels)$/i.test(name);
}
