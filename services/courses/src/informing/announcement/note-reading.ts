import type { Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';
import { AnnouncementEntity, type AnnouncementRow } from './announcement.entity.ts';
import { AnnouncementReadEntity } from './announcement-read.entity.ts';

/** Counts a reader once, however often they read it. */
export async function noteReading(
  db: EntityManager,
  ctx: Context,
  personId: string,
  announcement: AnnouncementRow,
): Promise<AnnouncementRow> {
  const { id } = announcement;
  const { raw } = await db
    .createQueryBuilder()
    .insert()
    .into(AnnouncementReadEntity)
    .values({ announcementId: id, personId, readAt: ctx.now() })
    .orIgnore()
    .returning('announcement_id')
    .execute();
  if (!Array.isArray(raw) || raw.length === 0) return announcement;
  await db.increment(AnnouncementEntity, { id }, 'readers', 1);
  return { ...announcement, readers: announcement.readers + 1 };
}
