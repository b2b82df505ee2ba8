import { enqueue, on } from '@lyceum/common/outbox';
import { captionsChanged } from '@lyceum/contracts/streaming/caption-cues';
import { indexVersion } from './index-version.job.ts';

/**
 * Versions that show the video count as unread until they are read again, even if their jobs fail; their passages are found meanwhile. Of
 * those whose video nobody knows yet, captions are asked for after it is known.
 */
export const rereadCaptions = on(
  captionsChanged,
  'chatbot.reread-captions',
  async ({ videoId, occurredAt: changedAt }, { db, ctx }) => {
    const [versions] = await db.query<[{ id: string }[], number]>(
      `UPDATE lesson_versions SET indexed_at = NULL, embedding_model = NULL
       WHERE video_id = $1 AND (indexed_at IS NULL OR indexed_at <= $2) RETURNING id`,
      [videoId, changedAt],
    );
    for (const { id: versionId } of versions) await enqueue(db, ctx, indexVersion, { versionId, changedAt });
  },
  { keepsCopy: true },
);
