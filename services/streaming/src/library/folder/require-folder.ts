import { fail } from '@lyceum/common/errors';
import { folderNotFound } from '@lyceum/contracts/streaming/folder';
import type { EntityManager } from 'typeorm';
import { FolderEntity } from './folder.entity.ts';

/** Keeps a folder from being deleted until the transaction ends, which puts something into it; false when there is none. */
export async function lockFolder(db: EntityManager, id: string): Promise<boolean> {
  const lock = { mode: 'pessimistic_read' } as const;
  return (await db.findOne(FolderEntity, { select: { id: true }, where: { id }, lock })) !== null;
}

/** The same for a folder that somebody names. Fails with `video_folder.not_found`. */
export async function requireFolder(db: EntityManager, id: string): Promise<void> {
  if (!(await lockFolder(db, id))) throw fail(folderNotFound);
}
