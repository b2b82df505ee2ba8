import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { lessonCompleted } from '@lyceum/contracts/courses/study';
import { type EntityManager, IsNull, Not } from 'typeorm';
import type { OutlineLesson } from '../../authoring/revision/outline.ts';
import type { RevisionRow } from '../../authoring/revision/revision.entity.ts';
import { completeEnrolment } from '../../enrolling/enrolment/complete-enrolment.ts';
import { EnrolmentEntity, type EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import { countPercent } from './count-percent.ts';
import { LessonProgressEntity, type LessonProgressRow } from './lesson-progress.entity.ts';

/**
 * Notes that a lesson is finished, and the course when it was the last one; a repeat does nothing. `progress` is saved with it. The
 * caller holds the lock of the learner's study.
 */
export async function completeLesson(
  db: EntityManager,
  ctx: Context,
  { enrolment, revision, lesson }: { enrolment: EnrolmentRow; revision: RevisionRow; lesson: OutlineLesson },
  progress: LessonProgressRow,
): Promise<LessonProgressRow> {
  if (progress.completedAt) return progress;
  const completed = { ...progress, completedAt: ctx.now(), retake: false };
  const { enrolmentId, lessonId } = progress;
  await db.update(LessonProgressEntity, { enrolmentId, lessonId }, { completedAt: completed.completedAt, retake: false });
  await publish(db, ctx, lessonCompleted, {
    ...{ courseId: enrolment.courseId, enrolmentId, personId: enrolment.personId, lessonId },
    ...{ versionId: lesson.versionId, title: lesson.title, percent: progress.percent, occurredAt: ctx.now() },
  });
  await updatePercent(db, ctx, enrolment, revision);
  return completed;
}

/** Counts anew how much of the course is finished, and says so when it is all of it. */
export async function updatePercent(
  db: EntityManager,
  ctx: Context,
  enrolment: EnrolmentRow,
  revision: Pick<RevisionRow, 'outline' | 'number'>,
): Promise<void> {
  const { id: enrolmentId } = enrolment;
  const finished = await db.find(LessonProgressEntity, {
    select: { lessonId: true },
    where: { enrolmentId, completedAt: Not(IsNull()) },
  });
  const lessons = new Set(finished.map(({ lessonId }) => lessonId));
  const percent = countPercent(revision.outline, (id) => lessons.has(id));
  await db.update(EnrolmentEntity, { id: enrolmentId }, { percent });
  if (percent === 100) await completeEnrolment(db, ctx, enrolment, revision);
}
