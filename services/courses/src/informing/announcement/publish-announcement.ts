import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { announcementPublishedEvent } from '@lyceum/contracts/courses/announcement';
import type { EntityManager } from 'typeorm';
import { startMailing } from '../mailing/start-mailing.ts';
import { AnnouncementEntity, type AnnouncementRow } from './announcement.entity.ts';

/** Shows it to its learners and has them mailed, if its time has come. The caller holds its lock. */
export async function publishIfDue(db: EntityManager, ctx: Context, announcement: AnnouncementRow): Promise<AnnouncementRow> {
  const { id, courseId, cohortId, title, createdBy, status, publishAt } = announcement;
  if (status === 'published' || publishAt > ctx.now()) return announcement;
  const publishedAt = ctx.now();
  const changes = { status: 'published', publishedAt } as const;
  await db.update(AnnouncementEntity, { id }, changes);
  await publish(db, ctx, announcementPublishedEvent, {
    ...{ announcementId: id, courseId, cohortId, title, createdBy, occurredAt: publishedAt },
  });
  await startMailing(db, ctx, { id, courseId, kind: 'announcement', occurredAt: publishedAt });
  return { ...announcement, ...changes };
}
