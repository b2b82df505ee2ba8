import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { uploadStorageFull } from '@lyceum/contracts/streaming/media-upload';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { streamingConfig } from '../../config.ts';

/** Bytes that the videos and pictures of a person, and of a space, may take. */
export type StorageQuota = Pick<z.output<typeof streamingConfig>, 'MEDIA_BYTES_PER_PERSON' | 'MEDIA_BYTES_PER_SPACE'>;

/** Fails with `upload.storage_full` when the owner has no room for so many bytes. Others of the space wait until the transaction ends. */
export async function requireRoom(
  db: EntityManager,
  ctx: Context,
  quota: StorageQuota,
  ownerId: string,
  size: number,
): Promise<void> {
  await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`media bytes ${ctx.space}`]);
  const used = await measureStorage(db, ownerId);
  if (used.own + size > quota.MEDIA_BYTES_PER_PERSON || used.school + size > quota.MEDIA_BYTES_PER_SPACE)
    throw fail(uploadStorageFull);
}

/** Bytes that the media of a person, and of the whole space, take: files on their way, videos until they are purged, and pictures. */
export async function measureStorage(db: EntityManager, ownerId: string): Promise<{ own: number; school: number }> {
  // Whatever the space is, the policies of the tables leave no other.
  const [row] = await db.query<[{ own: string; school: string }]>(
    `SELECT coalesce(sum(size), 0) AS school, coalesce(sum(size) FILTER (WHERE owner_id = $1), 0) AS own
     FROM (
       SELECT owner_id, size FROM media_uploads JOIN videos ON videos.id = video_id WHERE media_uploads.status = 'open'
       UNION ALL SELECT owner_id, stored_bytes FROM encodings JOIN videos ON videos.id = video_id
       UNION ALL SELECT owner_id, CASE WHEN status IN ('waiting', 'processing') THEN size ELSE 0 END FROM images
       UNION ALL SELECT owner_id, (variant ->> 'size')::bigint FROM images, jsonb_array_elements(variants) AS variant
     ) AS stored`,
    [ownerId],
  );
  return { own: Number(row.own), school: Number(row.school) };
}
