import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { announcementPublishedEvent } from '@lyceum/contracts/courses/announcement';
import { type EntityManager, MoreThan } from 'typeorm';
import { MailingEntity } from '../mailing/mailing.entity.ts';
import { startMailing } from '../mailing/start-mailing.ts';
import { AnnouncementEntity, type AnnouncementRow } from './announcement.entity.ts';

const dayMs = 86_400_000;

/** Of one course, so that nobody's mailbox is filled; more are shown on its page alone. */
const maxMailedADay = 20;

/** Shows it to its learners in this version and has them mailed, if its time has come. The caller holds its lock. */
export async function publishIfDue(db: EntityManager, ctx: Context, announcement: AnnouncementRow): Promise<AnnouncementRow> {
  const { id, courseId, cohortId, title, createdBy, status, publishAt, version } = announcement;
  if (status === 'published' || publishAt > ctx.now()) return announcement;
  const publishedAt = ctx.now();
  const changes = { status: 'published', publishedAt, version } as const;
  await db.update(AnnouncementEntity, { id }, changes);
  await publish(db, ctx, announcementPublishedEvent, {
    ...{ announcementId: id, courseId, cohortId, title, createdBy, occurredAt: publishedAt },
  });
  const mailing = { courseId, kind: 'announcement' as const };
  const since = MoreThan(new Date(publishedAt.getTime() - dayMs));
  if ((await db.countBy(MailingEntity, { ...mailing, occurredAt: since })) < maxMailedADay)
    await startMailing(db, ctx, { ...mailing, id, occurredAt: publishedAt });
  return { ...announcement, ...changes };
}
