import { crc32 } from 'node:zlib';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import type { Failure } from '../read-question.ts';
import { findEntryFault } from './find-entry-fault.ts';

const damaged: Texts = {
  en: 'The package is damaged or not a zip file.',
  ru: 'Пакет повреждён или не является архивом «zip».',
};

const tooLarge: Texts = {
  en: 'The package is too large when unpacked.',
  ru: 'Распакованный пакет слишком велик.',
};

const limits = {
  entries: 10_000,
  /** Bytes of all there is, and of the texts that are read of it. */
  unpacked: 200_000_000,
  texts: 10_000_000,
  /** How many times larger an entry may become; texts of one megabyte and less may be anything. */
  ratio: 200,
};

/** An archive whose directory holds nothing strange. */
export interface Package {
  /** Names without case, as Windows has them. */
  has(name: string): boolean;
  readonly names: readonly string[];
  /** The bytes of an entry, or why the rest of the package is not read. */
  read(name: string): Promise<Buffer | Failure>;
}

/** Looks at the directory of a zip file and unpacks nothing yet. */
export async function openPackage(bytes: Buffer): Promise<Package | Failure> {
  const zip = await attempt(() => fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false }));
  if (!zip) return { failure: damaged };
  const entries = await attempt(() => listEntries(zip));
  if (!entries) return { failure: damaged };
  if ('failure' in entries) return entries;
  let left = limits.texts;
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(toKey(name)),
    async read(name) {
      const entry = entries.get(toKey(name));
      if (!entry) return { failure: damaged };
      const content = await attempt(() => readEntry(zip, entry, left));
      if (!content) return { failure: damaged };
      if (Buffer.isBuffer(content)) left -= content.length;
      return content;
    },
  };
}

/** Whatever is wrong within the archive, the library throws; nothing else does. */
async function attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch {
    return undefined;
  }
}

async function listEntries(zip: ZipFile): Promise<ReadonlyMap<string, Entry> | Failure> {
  if (zip.entryCount > limits.entries) return { failure: tooLarge };
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    const name = decodeName(entry.fileNameRaw);
    const key = toKey(name);
    const fault = findEntryFault(name, entry, entries.has(key));
    if (fault) return { failure: fault };
    unpacked += entry.uncompressedSize;
    const isBomb = entry.uncompressedSize > Math.max(1_000_000, entry.compressedSize * limits.ratio);
    if (isBomb || unpacked > limits.unpacked || entries.size > limits.entries) return { failure: tooLarge };
    entries.set(key, entry);
  }
  return entries;
}

/** Archives of Russian Windows have no UTF-8. */
function decodeName(raw: Buffer): string {
  const utf8 = raw.toString('utf8');
  return utf8.includes('\uFFFD') ? new TextDecoder('ibm866').decode(raw) : utf8;
}

/** What names are compared by. */
function toKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** No more bytes than the directory names, with the sum that it names. */
async function readEntry(zip: ZipFile, entry: Entry, max: number): Promise<Buffer | Failure | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  let sum = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    length += chunk.length;
    if (length > Math.min(max, entry.uncompressedSize)) return length > max ? { failure: tooLarge } : undefined;
    sum = crc32(chunk, sum);
    chunks.push(chunk);
  }
  return sum === entry.crc32 && length === entry.uncompressedSize ? Buffer.concat(chunks) : undefined;
}
