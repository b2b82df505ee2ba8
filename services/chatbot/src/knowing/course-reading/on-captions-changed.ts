import { enqueue, on } from '@lyceum/common/outbox';
import { captionsChanged } from '@lyceum/contracts/streaming/caption-cues';
import { LessonVersionEntity } from '../lesson-version/lesson-version.entity.ts';
import { indexVersion } from './index-version.job.ts';

/** Versions that show the video are read again: of those that are not read yet, nobody knows, and their job asks for captions anyway. */
export const rereadCaptions = on(
  captionsChanged,
  'chatbot.reread-captions',
  async ({ videoId, occurredAt: changedAt }, { db, ctx }) => {
    const versions = await db.find(LessonVersionEntity, { select: { id: true }, where: { videoId } });
    for (const { id: versionId } of versions) await enqueue(db, ctx, indexVersion, { versionId, changedAt });
  },
  { keepsCopy: true },
);
