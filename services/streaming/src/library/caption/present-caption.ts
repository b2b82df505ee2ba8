import type { EntityManager } from 'typeorm';
import type { CaptionRow } from './caption.entity.ts';

/** What lists tell of captions. */
export function presentCaption({ language, label, cues, updatedAt }: CaptionRow) {
  return { language, label, cues: cues.length, updatedAt };
}

type ListedCaption = ReturnType<typeof presentCaption>;

/** The captions of a video, by language. Their texts, which may be long, stay in the database. */
export async function findCaptions(db: EntityManager, videoId: string): Promise<ListedCaption[]> {
  return db.query<ListedCaption[]>(
    `SELECT language, label, jsonb_array_length(cues) AS cues, updated_at AS "updatedAt" FROM captions
     WHERE video_id = $1 ORDER BY language`,
    [videoId],
  );
}
