import type { Context } from '@lyceum/common/context';
import { type EntityManager, MoreThanOrEqual } from 'typeorm';
import { listLessons, type OutlineLesson } from '../../authoring/revision/outline.ts';
import { RevisionEntity, type RevisionRow } from '../../authoring/revision/revision.entity.ts';
import { EnrolmentEntity, type EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import { completeLesson } from '../../learning/progress/complete-lesson.ts';
import { LessonProgressEntity, type LessonProgressRow } from '../../learning/progress/lesson-progress.entity.ts';
import { getCountedPercent } from '../quiz-engine/grade-attempt.ts';
import { AttemptEntity, type AttemptRow } from './attempt.entity.ts';
import type { Quiz } from './find-quiz.ts';

/** A quiz of a learner with the score that its attempts make. */
interface CountedQuiz {
  readonly enrolment: EnrolmentRow;
  readonly revision: RevisionRow;
  /** As it is in the revision of the learner; undefined when that has it no more. */
  readonly lesson: OutlineLesson | undefined;
  readonly progress: LessonProgressRow;
}

/** All attempts together make the score of the lesson: those since its learner was asked to finish it again. */
export async function countAttempts(
  db: EntityManager,
  { enrolmentId, lessonId }: Pick<AttemptRow, 'enrolmentId' | 'lessonId'>,
  grading: Quiz['settings']['grading'],
): Promise<CountedQuiz> {
  const where = { enrolmentId, lessonId };
  const before = await db.findOneByOrFail(LessonProgressEntity, where);
  const graded = await db.find(AttemptEntity, {
    where: { ...where, status: 'graded', startedAt: MoreThanOrEqual(before.startedAt) },
    order: { number: 'ASC' },
  });
  const percent = getCountedPercent(
    graded.flatMap((one) => (one.percent === null ? [] : { percent: one.percent })),
    grading,
  );
  await db.update(LessonProgressEntity, where, { percent });
  const enrolment = await db.findOneByOrFail(EnrolmentEntity, { id: enrolmentId });
  const revision = await db.findOneByOrFail(RevisionEntity, { id: enrolment.revisionId });
  const lesson = listLessons(revision.outline).find(({ id }) => id === lessonId);
  return { enrolment, revision, lesson, progress: { ...before, percent } };
}

/** Finishes the lesson if its score is enough; whether that is new. The caller holds the lock of the learner's study. */
export async function finishIfPassed(
  db: EntityManager,
  ctx: Context,
  { enrolment, revision, lesson, progress }: CountedQuiz,
): Promise<boolean> {
  if (!lesson || !isPassed(lesson, progress.percent)) return false;
  await completeLesson(db, ctx, { enrolment, revision, lesson }, progress);
  return progress.completedAt === null;
}

/** Whether a score is enough for the lesson, as it is in the revision of the learner. */
export function isPassed(lesson: OutlineLesson | undefined, percent: number | null): boolean {
  return lesson?.completion.rule === 'passed' && percent !== null && percent >= lesson.completion.percent;
}
