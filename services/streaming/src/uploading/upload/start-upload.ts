import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import { folderNotFound } from '@lyceum/contracts/streaming/folder';
import { type startUpload as contract, uploadTooLarge, uploadTooMany } from '@lyceum/contracts/streaming/media-upload';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { streamingConfig } from '../../config.ts';
import { FolderEntity } from '../../library/folder/folder.entity.ts';
import { requireRoom, type StorageLimits } from '../../library/storage-usage/find-used-bytes.ts';
import { writeBytes } from '../../library/storage-usage/write-bytes.ts';
import { findVideo } from '../../library/video/find-video.ts';
import { VideoEntity, type VideoRow } from '../../library/video/video.entity.ts';
import { toPartSize } from './part-plan.ts';
import { UploadEntity, type UploadRow } from './upload.entity.ts';

export type UploadLimits = StorageLimits & Pick<z.output<typeof streamingConfig>, 'VIDEO_BYTES_STAFF' | 'VIDEO_BYTES_ADMIN'>;

type Announced = z.output<(typeof contract)['body']>;

const maxOpen = 20;
const week = 7 * 24 * 3_600_000;

/** Until when an upload waits for its next bytes. */
export const toExpiry = (ctx: Context) => new Date(ctx.now().getTime() + week);

/** Bytes of the largest file the person may upload. */
export const maxFileBytes = ({ roles }: Actor, { VIDEO_BYTES_STAFF, VIDEO_BYTES_ADMIN }: UploadLimits) =>
  roles.includes('admin') ? VIDEO_BYTES_ADMIN : VIDEO_BYTES_STAFF;

const toTitle = (fileName: string) => fileName.replace(/(?<=.)\.[^.\s]{1,5}$/, '');

const tooLarge = (limit: number) =>
  fail(uploadTooLarge, {
    detail: {
      en: `You may upload files of up to ${writeBytes(limit, 'en')}.`,
      ru: `Вы можете загружать файлы до ${writeBytes(limit, 'ru')}.`,
    },
  });

/** Keeps what is announced, with the video that waits for it. Fails as `startUpload` of the contract says. */
export async function startUpload(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  limits: UploadLimits,
  { name, size, sha256, title = toTitle(name), folderId, videoId }: Announced,
  way: UploadRow['way'] = 'parts',
): Promise<UploadRow> {
  const largest = maxFileBytes(actor, limits);
  if (size > largest) throw tooLarge(largest);
  const replaced = videoId === null ? undefined : await findVideo(db, actor, videoId, { to: 'update', lock: true });
  await requireRoom(db, limits, replaced?.ownerId ?? actor.id, size);
  if ((await db.countBy(UploadEntity, { personId: actor.id, status: 'open' })) >= maxOpen) throw fail(uploadTooMany);
  const video = replaced ?? (await insertVideo(db, ctx, actor, title, folderId));
  const upload: UploadRow = {
    ...{ id: newId(), personId: actor.id, videoId: video.id, makesVideo: replaced === undefined },
    ...{ name, size, sha256, status: 'open', way, partSize: toPartSize(size), storeUploadId: null },
    ...{ createdAt: ctx.now(), expiresAt: toExpiry(ctx) },
  };
  await db.insert(UploadEntity, upload);
  return upload;
}

async function insertVideo(
  db: EntityManager,
  ctx: Context,
  { id: ownerId }: Actor,
  title: string,
  folderId: string | null,
): Promise<VideoRow> {
  if (folderId !== null) {
    // A folder that is deleted at the same moment waits for this video.
    const lock = { mode: 'pessimistic_read' } as const;
    found(await db.findOne(FolderEntity, { where: { id: folderId }, lock }), folderNotFound);
  }
  const video: VideoRow = {
    ...{ id: newId(), ownerId, title, description: '', folderId, chapters: [], offersFile: false, posterSecond: null },
    ...{ status: 'waiting', currentEncodingId: null, newestEncodingId: null },
    ...{ createdAt: ctx.now(), updatedAt: ctx.now(), deletedAt: null, purgeAt: null, version: 1 },
  };
  await db.insert(VideoEntity, video);
  return video;
}
