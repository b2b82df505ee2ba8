import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Context } from '@lyceum/common/context';
import type { SizedStream, Storage } from '@lyceum/common/storage';
import type { CourseFileRow } from '../../authoring/course-file/course-file.entity.ts';
import { toCourseFileKey } from '../../authoring/course-file/course-file-key.ts';
import type { Archive, ArchiveEntry } from '../archive/open-archive.ts';
import type { StoredBytes } from '../archive/stored-bytes.ts';
import type { PendingFile } from './course-import.entity.ts';
import { toImportKey } from './course-import-key.ts';

interface Source {
  readonly storage: Storage;
  readonly archive: Archive;
  readonly stored: StoredBytes;
  readonly importId: string;
}

/** Puts the bytes of a file into its place and gives their mark; undefined when the package does not have them. */
export async function takeFile(
  { storage, archive, stored, importId }: Source,
  ctx: Context,
  { entry: name }: PendingFile,
  file: CourseFileRow,
): Promise<string | undefined> {
  const key = toCourseFileKey(ctx.space, file.objectId);
  let content: SizedStream;
  if (name === null) {
    if (file.size !== stored.size) return undefined;
    content = { stream: await storage.read(toImportKey(ctx.space, importId), { start: 0, end: file.size - 1 }), size: file.size };
  } else {
    const entry = archive.find(name);
    if (entry?.size !== file.size || !(await isSound(archive, stored, entry))) return undefined;
    content = { stream: await archive.open(entry), size: file.size };
  }
  await storage.put(key, content, file.type);
  return (await storage.head(key))?.etag;
}

/** Whether an entry has the bytes that the directory says; looked at before, as the store tells no reason. */
async function isSound(archive: Archive, stored: StoredBytes, entry: ArchiveEntry): Promise<boolean> {
  try {
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    await pipeline(await archive.open(entry), nowhere);
    return true;
  } catch (error) {
    if (stored.outage) throw error;
    return false;
  }
}
