import type { Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';
import { listLessons } from '../../authoring/revision/outline.ts';
import { RevisionEntity } from '../../authoring/revision/revision.entity.ts';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { completeLesson } from '../../learning/progress/complete-lesson.ts';
import { LessonProgressEntity } from '../../learning/progress/lesson-progress.entity.ts';

interface AcceptedWork {
  readonly enrolmentId: string;
  readonly lessonId: string;
  readonly submittedAt: Date;
  readonly percent: number;
}

/**
 * Makes the score of accepted work that of the lesson and finishes it, unless its learner was asked to do it again since. The caller
 * holds the lock of the learner's study.
 */
export async function countTowardsLesson(
  db: EntityManager,
  ctx: Context,
  { enrolmentId, lessonId, submittedAt, percent }: AcceptedWork,
): Promise<void> {
  const where = { enrolmentId, lessonId };
  const progress = await db.findOneByOrFail(LessonProgressEntity, where);
  if (submittedAt < progress.startedAt) return;
  await db.update(LessonProgressEntity, where, { percent });
  const enrolment = await db.findOneByOrFail(EnrolmentEntity, { id: enrolmentId });
  const revision = await db.findOneByOrFail(RevisionEntity, { id: enrolment.revisionId });
  const lesson = listLessons(revision.outline).find(({ id }) => id === lessonId);
  if (lesson?.completion.rule !== 'accepted') return;
  await completeLesson(db, ctx, { enrolment, revision, lesson }, { ...progress, percent });
}
