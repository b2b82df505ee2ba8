import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { enqueue, publish } from '@lyceum/common/outbox';
import { chapterBeyondEnd, graceDays, type updateVideo, videoDeleted, videoInUse } from '@lyceum/contracts/streaming/video';
import { videoNotPlayable } from '@lyceum/contracts/streaming/video-problems';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { takePoster } from '../../processing/encoding/encoding-jobs.ts';
import { announceAnyCaptions } from '../caption/announce-captions.ts';
import { lockFolder, requireFolder } from '../folder/require-folder.ts';
import { VideoUsageEntity } from '../usage/video-usage.entity.ts';
import { toNextMoment } from '../video/to-next-moment.ts';
import { VideoEntity, type VideoRow } from '../video/video.entity.ts';
import { announcePlayable, findLength } from './announce-playable.ts';

/** Changes what is said of a video; the caller of this and the others holds its lock. Fails with `video_folder.not_found` and `video.chapter_beyond_end`. */
export async function changeDetails(
  db: EntityManager,
  ctx: Context,
  video: VideoRow,
  details: z.output<typeof updateVideo.body>,
): Promise<VideoRow> {
  if (details.folderId) await requireFolder(db, details.folderId);
  if (details.chapters) {
    const length = await findLength(db, { currentEncodingId: video.currentEncodingId ?? video.newestEncodingId });
    const last = details.chapters.at(-1)?.startSeconds ?? 0;
    if (length !== null && last > 0 && last >= length) throw fail(chapterBeyondEnd);
  }
  const { title = video.title, description = video.description, offersFile = video.offersFile } = details;
  const { folderId = video.folderId, chapters = video.chapters } = details;
  const changed = await save(db, ctx, video, { title, description, offersFile, folderId, chapters });
  if (changed.title !== video.title) await announcePlayable(db, ctx, changed);
  return changed;
}

/** Has the picture taken at this second, or at the last one. Fails with `video.not_playable`. */
export async function changePoster(db: EntityManager, ctx: Context, video: VideoRow, wanted: number): Promise<VideoRow> {
  const { currentEncodingId: encodingId } = video;
  const length = await findLength(db, video);
  if (encodingId === null || length === null) throw fail(videoNotPlayable);
  const second = Math.min(wanted, length);
  await enqueue(db, ctx, takePoster, { encodingId, second });
  return save(db, ctx, video, { posterSecond: second });
}

/** Puts a video aside for some weeks. Fails with `video.in_use`. */
export async function moveToGrace(db: EntityManager, ctx: Context, video: VideoRow): Promise<void> {
  if (await db.existsBy(VideoUsageEntity, { videoId: video.id })) throw fail(videoInUse);
  const deletedAt = toNextMoment(ctx, video);
  await save(db, ctx, video, { deletedAt, purgeAt: new Date(deletedAt.getTime() + graceDays * 86_400_000) });
  await publish(db, ctx, videoDeleted, { videoId: video.id, occurredAt: deletedAt.toISOString() });
  await announceAnyCaptions(db, ctx, video.id);
}

/** Takes a video back out of its grace, at the top where its folder is deleted. */
export async function restore(db: EntityManager, ctx: Context, video: VideoRow): Promise<VideoRow> {
  const folderId = video.folderId !== null && (await lockFolder(db, video.folderId)) ? video.folderId : null;
  const restored = await save(db, ctx, video, { folderId, deletedAt: null, purgeAt: null });
  await announcePlayable(db, ctx, restored);
  await announceAnyCaptions(db, ctx, video.id);
  return restored;
}

async function save(db: EntityManager, ctx: Context, video: VideoRow, change: Partial<VideoRow>): Promise<VideoRow> {
  const changed = { ...change, updatedAt: toNextMoment(ctx, video), version: video.version + 1 };
  await db.update(VideoEntity, { id: video.id }, changed);
  return { ...video, ...changed };
}
