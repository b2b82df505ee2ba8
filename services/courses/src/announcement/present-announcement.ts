import type { Actor } from '@lyceum/common/context';
import { type EntityManager, In } from 'typeorm';
import type { AnnouncementRow } from './announcement.entity.ts';
import { AnnouncementReadEntity } from './announcement-read.entity.ts';
import type { Audience } from './find-audience.ts';

interface ShownAnnouncement extends Omit<AnnouncementRow, 'readers'> {
  readonly readAt: Date | null;
  readonly readers: number | null;
}

/** As the reader sees them: who teaches sees how many have read each. */
export async function presentAnnouncements(
  db: EntityManager,
  actor: Actor,
  { teaches }: Pick<Audience, 'teaches'>,
  rows: readonly AnnouncementRow[],
): Promise<ShownAnnouncement[]> {
  const announcementId = In(rows.map(({ id }) => id));
  const reads = await db.findBy(AnnouncementReadEntity, { announcementId, personId: actor.id });
  const moments = new Map(reads.map((read) => [read.announcementId, read.readAt]));
  return rows.map((row) => ({ ...row, readAt: moments.get(row.id) ?? null, readers: teaches ? row.readers : null }));
}

export async function presentAnnouncement(
  db: EntityManager,
  actor: Actor,
  { teaches }: Pick<Audience, 'teaches'>,
  row: AnnouncementRow,
): Promise<ShownAnnouncement> {
  const read = await db.findOneBy(AnnouncementReadEntity, { announcementId: row.id, personId: actor.id });
  return { ...row, readAt: read?.readAt ?? null, readers: teaches ? row.readers : null };
}
