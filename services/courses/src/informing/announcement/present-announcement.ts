import type { Actor } from '@lyceum/common/context';
import { type EntityManager, In } from 'typeorm';
import type { AnnouncementRow } from './announcement.entity.ts';
import { AnnouncementReadEntity } from './announcement-read.entity.ts';
import type { Audience } from './find-audience.ts';

type Shown<Row> = Omit<Row, 'readers'> & { readonly readAt: Date | null; readonly readers: number | null };

type Item = Pick<AnnouncementRow, 'id' | 'readers'>;

/** As the reader sees them: who teaches sees how many have read each. */
export async function presentAnnouncements<Row extends Item>(
  db: EntityManager,
  actor: Actor,
  { teaches }: Pick<Audience, 'teaches'>,
  rows: readonly Row[],
): Promise<Shown<Row>[]> {
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
): Promise<Shown<AnnouncementRow>> {
  const read = await db.findOneBy(AnnouncementReadEntity, { announcementId: row.id, personId: actor.id });
  return { ...row, readAt: read?.readAt ?? null, readers: teaches ? row.readers : null };
}
