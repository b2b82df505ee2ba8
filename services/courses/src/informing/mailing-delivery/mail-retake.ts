import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { EntityManager } from 'typeorm';
import { RevisionEntity } from '../../authoring/revision/revision.entity.ts';
import { findWanting } from '../mail-preference/find-wanting.ts';
import type { MailingRow } from '../mailing/mailing.entity.ts';
import { findLastPersonId, mailingPageSize } from '../mailing/mailing-page.ts';
import { lessonsToRetakeMail } from './lessons-to-retake.mail.ts';

/** Mails the next active learners whom a publication asks to do lessons again, and who have not done so meanwhile. */
export async function mailRetake(
  db: EntityManager,
  ctx: Context,
  { id, courseId, occurredAt, lastPersonId }: MailingRow,
): Promise<string | undefined> {
  const { outline, note } = await db.findOneByOrFail(RevisionEntity, { id });
  const learners = await db.query<{ person_id: string; titles: string[] }[]>(
    `SELECT e.person_id, array_agg(v.title ORDER BY v.title) AS titles
     FROM enrolments e
     JOIN lesson_progress p ON p.enrolment_id = e.id AND p.retake AND p.completed_at IS NULL AND p.started_at = $4
     JOIN lesson_versions v ON v.id = p.version_id
     WHERE e.course_id = $1 AND e.person_id > $2 AND e.status = 'active' AND (e.expires_at IS NULL OR e.expires_at > $3)
     GROUP BY e.person_id ORDER BY e.person_id LIMIT $5`,
    [courseId, lastPersonId, ctx.now(), occurredAt, mailingPageSize],
  );
  const personIds = learners.map((learner) => learner.person_id);
  const wanting = await findWanting(db, personIds, { kind: 'announcements', courseId });
  for (const { person_id: accountId, titles } of learners) {
    if (!wanting.has(accountId)) continue;
    const data = { courseId, courseTitle: outline.title, titles, note };
    await publish(db, ctx, mailRequested, lessonsToRetakeMail({ accountId, data }));
  }
  return findLastPersonId(personIds);
}
