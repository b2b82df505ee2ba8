import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { tooManyCaptions } from '@lyceum/contracts/streaming/caption';
import type { EntityManager } from 'typeorm';
import { CaptionEntity, type CaptionRow } from './caption.entity.ts';
import { forgetCaption } from './delete-caption-object.job.ts';

const maxCaptions = 30;

/** Has the captions of a language be these; the caller holds the lock of the video, and their text is in the store. Fails with `caption.too_many`. */
export async function putCaption(
  db: EntityManager,
  ctx: Context,
  content: Omit<CaptionRow, 'id' | 'updatedAt'>,
): Promise<CaptionRow> {
  const { videoId, language } = content;
  const before = await db.findOneBy(CaptionEntity, { videoId, language });
  const caption = { ...content, id: before?.id ?? newId(), updatedAt: ctx.now() };
  if (before) {
    await db.update(CaptionEntity, { id: before.id }, caption);
    await forgetCaption(db, ctx, before.objectId);
    return caption;
  }
  if ((await db.countBy(CaptionEntity, { videoId })) >= maxCaptions) throw fail(tooManyCaptions);
  await db.insert(CaptionEntity, caption);
  return caption;
}
