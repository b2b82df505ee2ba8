import { found } from '@lyceum/common/errors';
import { folderNotFound } from '@lyceum/contracts/streaming/folder';
import type { EntityManager } from 'typeorm';
import { FolderEntity } from './folder.entity.ts';

/** Keeps a folder from being deleted until the transaction ends, which puts something into it. Fails with `video_folder.not_found`. */
export async function requireFolder(db: EntityManager, id: string): Promise<void> {
  const lock = { mode: 'pessimistic_read' } as const;
  found(await db.findOne(FolderEntity, { select: { id: true }, where: { id }, lock }), folderNotFound);
}
