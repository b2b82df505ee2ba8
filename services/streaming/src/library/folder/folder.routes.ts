import { newId } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/streaming/folder';
import { folderNotEmpty, folderNotFound, tooManyFolders } from '@lyceum/contracts/streaming/folder';
import { videos } from '@lyceum/contracts/streaming/video';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { VideoEntity } from '../video/video.entity.ts';
import { FolderEntity, type FolderRow } from './folder.entity.ts';
import { requirePlace } from './folder-tree.ts';

const maxFolders = 1000;

export const folderRoutes = [
  route(contract.listFolders, { access: videos.manage }, async ({ db }) => ({
    items: await db.find(FolderEntity, { order: { name: 'ASC', id: 'ASC' }, take: maxFolders }),
  })),

  route(contract.createFolder, { access: videos.manage }, async ({ db, ctx, body }) => {
    const folders = await lockFolders(db);
    const folder = { ...body, id: newId(), createdAt: ctx.now() };
    requirePlace(folders, folder);
    if (folders.length >= maxFolders) throw fail(tooManyFolders);
    await db.insert(FolderEntity, folder);
    return folder;
  }),

  route(contract.updateFolder, { access: videos.manage }, async ({ db, params, body }) => {
    const folders = await lockFolders(db);
    const folder = found(findIn(folders, params.folderId), folderNotFound);
    const { name = folder.name, parentId = folder.parentId } = body;
    requirePlace(folders, { ...folder, name, parentId });
    await db.update(FolderEntity, { id: folder.id }, { name, parentId });
    return { ...folder, name, parentId };
  }),

  route(contract.deleteFolder, { access: videos.manage }, async ({ db, params }) => {
    const { id } = found(findIn(await lockFolders(db), params.folderId), folderNotFound);
    // Videos that are put into it meanwhile wait, or are waited for.
    await db.findOne(FolderEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
    const hasFolders = await db.existsBy(FolderEntity, { parentId: id });
    if (hasFolders || (await db.existsBy(VideoEntity, { folderId: id, deletedAt: IsNull() }))) throw fail(folderNotEmpty);
    await db.update(VideoEntity, { folderId: id, deletedAt: Not(IsNull()) }, { folderId: null });
    await db.delete(FolderEntity, { id });
  }),
];

/** All folders of the space, which nobody else changes until the transaction ends: two moves at once could make a circle. */
async function lockFolders(db: EntityManager): Promise<FolderRow[]> {
  await db.query("SELECT pg_advisory_xact_lock(hashtextextended('video folders ' || current_setting('app.space'), 0))");
  return db.find(FolderEntity);
}

const findIn = (folders: readonly FolderRow[], id: string) => folders.find((folder) => folder.id === id);
