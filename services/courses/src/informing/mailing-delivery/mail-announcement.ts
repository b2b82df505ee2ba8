import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { EntityManager } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { AnnouncementEntity } from '../announcement/announcement.entity.ts';
import { findWanting } from '../mail-preference/find-wanting.ts';
import type { MailingRow } from '../mailing/mailing.entity.ts';
import { findLastPersonId, mailingPageSize } from '../mailing/mailing-page.ts';
import { announcementMail } from './announcement.mail.ts';

/** Mails the next active learners who want it; none any more of an announcement that was deleted. */
export async function mailAnnouncement(
  db: EntityManager,
  ctx: Context,
  { id: announcementId, courseId, lastPersonId }: MailingRow,
): Promise<string | undefined> {
  const announcement = await db.findOneBy(AnnouncementEntity, { id: announcementId });
  if (!announcement) return undefined;
  const { title, excerpt, cohortId } = announcement;
  const { title: courseTitle } = await db.findOneByOrFail(CourseEntity, { id: courseId });
  const learners = await db.query<{ person_id: string }[]>(
    `SELECT person_id FROM enrolments
     WHERE course_id = $1 AND person_id > $2 AND status = 'active' AND (expires_at IS NULL OR expires_at > $3)
       AND ($4::uuid IS NULL OR cohort_id = $4)
     ORDER BY person_id LIMIT $5`,
    [courseId, lastPersonId, ctx.now(), cohortId, mailingPageSize],
  );
  const personIds = learners.map((learner) => learner.person_id);
  const data = { courseId, announcementId, courseTitle, title, excerpt };
  for (const accountId of await findWanting(db, personIds, { kind: 'announcements', courseId }))
    await publish(db, ctx, mailRequested, announcementMail({ accountId, data }));
  return findLastPersonId(personIds);
}
