import type { Actor, Context } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import { announcementNotFound } from '@lyceum/contracts/courses/announcement';
import type { EntityManager } from 'typeorm';
import { canTeach } from '../../authoring/course/find-course.ts';
import { EnrolmentEntity, type EnrolmentRow, isCurrent } from '../../enrolling/enrolment/enrolment.entity.ts';
import { AnnouncementEntity, type AnnouncementRow } from './announcement.entity.ts';

/** What somebody is to a course: both when an author learns in it too. */
export interface Audience {
  readonly teaches: boolean;
  /** Null for whoever does not learn in it, or not any more. */
  readonly enrolment: EnrolmentRow | null;
}

/** Null for a stranger, to whom the course tells nothing. */
export async function findAudience(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  actor: Actor,
  courseId: string,
): Promise<Audience | null> {
  const teaches = await canTeach(db, actor, courseId);
  const present = await db.findOneBy(EnrolmentEntity, { courseId, personId: actor.id });
  const learns = present && isCurrent(present, ctx.now());
  return teaches || learns ? { teaches, enrolment: learns ? present : null } : null;
}

/** Fails with `announcement.not_found`, also for what is not published yet or is for another cohort. */
export async function findAnnouncement(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  actor: Actor,
  id: string,
): Promise<{ announcement: AnnouncementRow; audience: Audience }> {
  const announcement = found(await db.findOneBy(AnnouncementEntity, { id }), announcementNotFound);
  const audience = found(await findAudience(db, ctx, actor, announcement.courseId), announcementNotFound);
  if (!audience.teaches && !isFor(announcement, audience)) throw fail(announcementNotFound);
  return { announcement, audience };
}

/** The same, for whoever teaches the course, locked until the transaction ends. Fails with `announcement.not_found`. */
export async function lockAnnouncement(db: EntityManager, actor: Actor, id: string): Promise<AnnouncementRow> {
  const lock = { mode: 'pessimistic_write' } as const;
  const announcement = found(await db.findOne(AnnouncementEntity, { where: { id }, lock }), announcementNotFound);
  if (!(await canTeach(db, actor, announcement.courseId))) throw fail(announcementNotFound);
  return announcement;
}

function isFor({ status, cohortId }: AnnouncementRow, { enrolment }: Audience): boolean {
  return status === 'published' && (cohortId === null || cohortId === enrolment?.cohortId);
}
