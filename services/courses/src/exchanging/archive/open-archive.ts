import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { type Entry, fromBufferPromise, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import type { Failure } from '../exchange/failure.ts';
import { findEntryFault } from './find-entry-fault.ts';
import { StoredBytes } from './stored-bytes.ts';

const damaged: Texts = {
  en: 'The package is damaged or not a zip file.',
  ru: 'Пакет повреждён или не является архивом «zip».',
};

const tooLarge: Texts = {
  en: 'The package is too large when unpacked.',
  ru: 'Распакованный пакет слишком велик.',
};

export interface ArchiveLimits {
  readonly entries: number;
  /** Bytes of all there is, and of the texts that are read of it. */
  readonly unpacked: number;
  readonly texts: number;
}

/** How many times larger an entry may become; one of a megabyte and less may be anything. */
const maxRatio = 200;

/** A file within an archive; its place there is for whoever reads it without the others. */
export interface ArchiveEntry {
  readonly name: string;
  /** Bytes, as the directory says. */
  readonly size: number;
  readonly compressedSize: number;
  /** 0 stored, 8 deflated (APPNOTE 4.4.5). */
  readonly method: number;
  readonly crc32: number;
  /** Where its own header begins in the archive. */
  readonly offset: number;
}

/** An archive whose directory holds nothing strange. Names are compared without case, as Windows has them. */
export interface Archive {
  readonly entries: readonly ArchiveEntry[];
  find(name: string): ArchiveEntry | undefined;
  /** The bytes of an entry, or why the rest of the archive is not read. */
  read(name: string): Promise<Buffer | Failure>;
  /** The same as a stream, which fails when the bytes are not those of the directory. */
  open(entry: ArchiveEntry): Promise<Readable>;
  /** Where the bytes of an entry begin in the archive. */
  locate(entry: ArchiveEntry): Promise<number>;
}

/** Looks at the directory of a zip file and unpacks nothing yet. Rejects when the object store cannot be read. */
export async function openArchive(source: Buffer | StoredBytes, limits: ArchiveLimits): Promise<Archive | Failure> {
  const attempt = createAttempt(source);
  const zip = await attempt(() => openZip(source));
  if (!zip) return { failure: damaged };
  const listed = await attempt(() => listEntries(zip, limits));
  if (!listed) return { failure: damaged };
  if ('failure' in listed) return listed;
  const known = new Map([...listed].map(([key, entry]) => [key, toArchiveEntry(entry)]));
  const get = ({ name }: Pick<ArchiveEntry, 'name'>) => {
    const entry = listed.get(toKey(name));
    if (!entry) throw new Error(`the archive has no ${name}`);
    return entry;
  };
  let left = limits.texts;
  return {
    entries: [...known.values()],
    find: (name) => known.get(toKey(name)),
    async read(name) {
      const entry = listed.get(toKey(name));
      if (!entry) return { failure: damaged };
      const content = await attempt(() => readEntry(zip, entry, left));
      if (!content) return { failure: damaged };
      if (Buffer.isBuffer(content)) left -= content.length;
      return content;
    },
    open: async (entry) => Readable.from(checkBytes(zip, get(entry)), { objectMode: false }),
    locate: async (entry) => (await zip.readLocalFileHeaderPromise(get(entry), { minimal: true })).fileDataStart,
  };
}

function openZip(source: Buffer | StoredBytes): Promise<ZipFile> {
  const options = { lazyEntries: true, decodeStrings: false, autoClose: false };
  return Buffer.isBuffer(source)
    ? fromBufferPromise(source, options)
    : fromRandomAccessReaderPromise(source, source.size, options);
}

/** Whatever is wrong within an archive, the library throws; what is wrong with the object store is no fault of the archive. */
function createAttempt(source: Buffer | StoredBytes) {
  return async <T>(act: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await act();
    } catch {
      if (source instanceof StoredBytes && source.outage) throw source.outage;
      return undefined;
    }
  };
}

async function listEntries(zip: ZipFile, limits: ArchiveLimits): Promise<ReadonlyMap<string, Entry> | Failure> {
  if (zip.entryCount > limits.entries) return { failure: tooLarge };
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    const name = decodeName(entry.fileNameRaw);
    const key = toKey(name);
    const fault = findEntryFault(name, entry, entries.has(key));
    if (fault) return { failure: fault };
    unpacked += entry.uncompressedSize;
    const isBomb = entry.uncompressedSize > Math.max(1_000_000, entry.compressedSize * maxRatio);
    if (isBomb || unpacked > limits.unpacked || entries.size > limits.entries) return { failure: tooLarge };
    entries.set(key, entry);
  }
  return entries;
}

function toArchiveEntry(entry: Entry): ArchiveEntry {
  const {
    uncompressedSize: size,
    compressedSize,
    compressionMethod: method,
    crc32: sum,
    relativeOffsetOfLocalHeader: offset,
  } = entry;
  return { name: decodeName(entry.fileNameRaw), size, compressedSize, method, crc32: sum, offset };
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

async function readEntry(zip: ZipFile, entry: Entry, max: number): Promise<Buffer | Failure> {
  if (entry.uncompressedSize > max) return { failure: tooLarge };
  const chunks: Buffer[] = [];
  for await (const chunk of checkBytes(zip, entry)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** No more bytes than the directory names, with the sum that it names. */
async function* checkBytes(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  let length = 0;
  let sum = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    length += chunk.length;
    if (length > entry.uncompressedSize) break;
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== entry.crc32 || length !== entry.uncompressedSize) throw new Error('the bytes are not those of the directory');
}
