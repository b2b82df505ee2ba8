import type { Actor, Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { EntityManager } from 'typeorm';
import { isLearning } from '../../enrolling/enrolment/is-learning.ts';
import { findTimeZones } from '../../enrolling/person/find-time-zones.ts';
import { wantsMail } from '../../informing/mail-preference/find-wanting.ts';
import type { LearnerLesson } from '../../learning/gate/find-learner-lesson.ts';
import { DeadlineExtensionEntity, type DeadlineExtensionRow } from '../submission/deadline-extension.entity.ts';
import { requireAssignment } from '../submission/find-assignment.ts';
import { findDue } from '../submission/find-due.ts';
import { deadlineExtendedMail } from './deadline-extended.mail.ts';

type Extension = DeadlineExtensionRow & { readonly personId: string };

/** Tells the learner, where another deadline comes of it. The caller holds the lock of the learner's study. */
export async function extendDeadline(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  work: LearnerLesson,
  dueAt: Date,
): Promise<Extension> {
  const { enrolment, lesson } = work;
  const assignment = await requireAssignment(db, lesson.versionId);
  const before = await findDue(db, assignment, enrolment, lesson.id);
  const extension = { enrolmentId: enrolment.id, lessonId: lesson.id, dueAt, grantedBy: actor.id, grantedAt: ctx.now() };
  await db.upsert(DeadlineExtensionEntity, extension, ['spaceId', 'enrolmentId', 'lessonId']);
  const after = await findDue(db, assignment, enrolment, lesson.id);
  if (after && after.getTime() !== before?.getTime()) await mailDeadline(db, ctx, work, after);
  return { ...extension, personId: enrolment.personId };
}

async function mailDeadline(
  db: EntityManager,
  ctx: Context,
  { enrolment, courseTitle, lesson: { id: lessonId, title } }: LearnerLesson,
  at: Date,
): Promise<void> {
  const { courseId, personId: accountId } = enrolment;
  if (!isLearning(enrolment, ctx.now())) return;
  if (!(await wantsMail(db, accountId, { kind: 'reminders', courseId }))) return;
  const zone = (await findTimeZones(db, [accountId]))(accountId);
  const data = { courseId, courseTitle, lessonId, title, at: at.toISOString(), zone };
  await publish(db, ctx, mailRequested, deadlineExtendedMail({ accountId, data }));
}
