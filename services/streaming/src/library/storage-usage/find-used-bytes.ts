import { fail } from '@lyceum/common/errors';
import { uploadStorageFull } from '@lyceum/contracts/streaming/video-problems';
import type { EntityManager } from 'typeorm';
import { writeBytes } from './write-bytes.ts';

export interface StorageLimits {
  readonly MEDIA_BYTES_PER_PERSON: number;
  readonly MEDIA_BYTES_PER_SPACE: number;
}

interface UsedBytes {
  readonly person: number;
  readonly space: number;
}

/**
 * Bytes that the videos, captions, uploads and pictures of a person take, and those of the whole space: of what is on its way what was
 * announced, for the owner of the video. The features that store are built on this one, so their tables are named here and their entities are not.
 */
export async function findUsedBytes(db: EntityManager, personId: string): Promise<UsedBytes> {
  // Whatever the space is, the policies of the tables leave no other.
  const [row] = await db.query<[{ person: string; space: string }]>(
    `SELECT coalesce(sum(size), 0) AS space, coalesce(sum(size) FILTER (WHERE owner_id = $1), 0) AS person
     FROM (
       SELECT owner_id, stored_bytes AS size FROM encodings JOIN videos ON videos.id = video_id
       UNION ALL SELECT owner_id, bytes FROM captions JOIN videos ON videos.id = video_id
       UNION ALL SELECT owner_id, size FROM media_uploads JOIN videos ON videos.id = video_id WHERE media_uploads.status = 'open'
       UNION ALL SELECT owner_id, size FROM images
     ) AS stored`,
    [personId],
  );
  return { person: Number(row.person), space: Number(row.space) };
}

/** Fails with `upload.storage_full` where the person or the school has no room for so many bytes. Others of the space wait until the transaction ends. */
export async function requireRoom(db: EntityManager, limits: StorageLimits, personId: string, size: number): Promise<void> {
  await db.query("SELECT pg_advisory_xact_lock(hashtextextended('stored media ' || current_setting('app.space'), 0))");
  const used = await findUsedBytes(db, personId);
  if (used.person + size > limits.MEDIA_BYTES_PER_PERSON)
    throw full(used.person, limits.MEDIA_BYTES_PER_PERSON, { en: 'You have stored', ru: 'У вас занято' });
  if (used.space + size > limits.MEDIA_BYTES_PER_SPACE)
    throw full(used.space, limits.MEDIA_BYTES_PER_SPACE, { en: 'The school has stored', ru: 'У школы занято' });
}

function full(used: number, limit: number, whose: { en: string; ru: string }) {
  return fail(uploadStorageFull, {
    detail: {
      en: `${whose.en} ${writeBytes(used, 'en')} of ${writeBytes(limit, 'en')}. Delete what is no longer needed.`,
      ru: `${whose.ru} ${writeBytes(used, 'ru')} из ${writeBytes(limit, 'ru')}. Удалите ненужное.`,
    },
  });
}
