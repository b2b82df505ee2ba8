import { newId } from '@lyceum/common/database';
import type { Storage } from '@lyceum/common/storage';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { openArchive } from '../../exchanging/archive/open-archive.ts';
import { StoredBytes } from '../../exchanging/archive/stored-bytes.ts';
import type { Failure } from '../../exchanging/exchange/failure.ts';
import { findMediaType } from './media-types.ts';
import { type ScormEntryRow, toEntryPath } from './scorm-entry.entity.ts';

const limits = { entries: 10_000, unpacked: 2_000_000_000, texts: 0 };

const damaged: Texts = {
  en: 'The package is damaged.',
  ru: 'Пакет повреждён.',
};

const otherMethod = (name: string): Texts => ({
  en: `The file “${name.slice(0, 100)}” of the package is packed by a method that is not read.`,
  ru: `Файл «${name.slice(0, 100)}» упакован способом, который не читается.`,
});

/** A part of a deflated file is unpacked from its beginning. */
const maxDeflatedBytes = 300_000_000;

const tooLarge = (name: string): Texts => ({
  en: `The file “${name.slice(0, 100)}” is too large to be packed: store it in the package without compression.`,
  ru: `Файл «${name.slice(0, 100)}» слишком велик для сжатия: сохраните его в пакете без сжатия.`,
});

export type ListedEntry = Omit<ScormEntryRow, 'packageId'>;

/** The files of a zip file in the object store, each with its place, or why they cannot be shown. Rejects when the store is away. */
export async function listEntries(storage: Storage, object: { key: string; size: number }): Promise<ListedEntry[] | Failure> {
  const source = new StoredBytes(storage, object);
  const archive = await openArchive(source, limits);
  if ('failure' in archive) return archive;
  const entries: ListedEntry[] = [];
  // In the order of their bytes, so that the store is asked once for what lies together.
  for (const entry of archive.entries.toSorted((one, other) => one.offset - other.offset)) {
    const { name, size, compressedSize, method } = entry;
    if (name.endsWith('/')) continue;
    if (method !== 0 && method !== 8) return { failure: otherMethod(name) };
    if (method === 8 && size > maxDeflatedBytes) return { failure: tooLarge(name) };
    const position = await archive.locate(entry).catch((error: unknown) => {
      // What is wrong with the store is no fault of the package.
      if (source.outage) throw error;
      return undefined;
    });
    if (position === undefined || position + compressedSize > object.size) return { failure: damaged };
    const crc32 = (entry.crc32 >>> 0).toString(16).padStart(8, '0');
    const row = { id: newId(), path: toEntryPath(name), mediaType: findMediaType(name) };
    entries.push({ ...row, position, compressedSize, size, method, crc32 });
  }
  return entries;
}
