import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { attemptGraded } from '@lyceum/contracts/courses/attempt';
import { type EntityManager, MoreThanOrEqual } from 'typeorm';
import { EnrolmentEntity } from '../enrolment/enrolment.entity.ts';
import { completeLesson } from '../progress/complete-lesson.ts';
import { LessonProgressEntity } from '../progress/lesson-progress.entity.ts';
import { gradeAnswer } from '../quiz-engine/grade-answer.ts';
import { getCountedPercent, gradeAttempt } from '../quiz-engine/grade-attempt.ts';
import { listLessons, type OutlineLesson } from '../revision/outline.ts';
import { RevisionEntity } from '../revision/revision.entity.ts';
import { AttemptEntity, type AttemptRow } from './attempt.entity.ts';
import type { WholeAttempt } from './find-attempt.ts';
import { findQuiz, listQuestions, type Quiz } from './find-quiz.ts';

/** For answers that were on their way when the time was up. */
const graceMs = 3_000;

/** Whether an attempt takes no more answers, although nobody has handed it in. */
export function isOverdue({ status, deadlineAt }: Pick<AttemptRow, 'status' | 'deadlineAt'>, now: Date): boolean {
  return status === 'open' && deadlineAt !== null && now.getTime() > deadlineAt.getTime() + graceMs;
}

/** Grades what was answered, and finishes the lesson if it is enough. The caller holds the lock of the learner's study. */
export async function closeAttempt(db: EntityManager, ctx: Context, attempt: WholeAttempt): Promise<WholeAttempt> {
  const quiz = await findQuiz(db, attempt.versionId);
  if (attempt.status === 'graded' || !quiz) return attempt;
  const now = ctx.now();
  const items = gradeItems(attempt, quiz);
  const { points, maxPoints, percent } = gradeAttempt(items.map(({ grade }) => grade));
  const submittedAt = attempt.deadlineAt && attempt.deadlineAt < now ? attempt.deadlineAt : now;
  const graded: WholeAttempt = { ...attempt, items, status: 'graded', submittedAt, points, maxPoints, percent };
  const { id, ...changes } = { id: attempt.id, items, status: graded.status, submittedAt, points, maxPoints, percent };
  await db.update(AttemptEntity, { id }, changes);
  await countTowardsLesson(db, ctx, graded, { percent, grading: quiz.settings.grading });
  return graded;
}

function gradeItems({ items }: WholeAttempt, quiz: Quiz) {
  const questions = listQuestions(quiz);
  const { wrongPercent } = quiz.settings;
  return items.flatMap((item) => {
    const question = questions.get(item.questionId);
    if (!question) return [];
    return [{ ...item, grade: gradeAnswer(question.content, item.arrangement, item.answer ?? undefined, { wrongPercent }) }];
  });
}

interface Result {
  readonly percent: number;
  readonly grading: Quiz['settings']['grading'];
}

/** All attempts together make the score of the lesson: those since its learner was asked to finish it again. */
async function countTowardsLesson(
  db: EntityManager,
  ctx: Context,
  attempt: AttemptRow,
  { percent, grading }: Result,
): Promise<void> {
  const { id: attemptId, courseId, enrolmentId, personId, lessonId, versionId, number } = attempt;
  const where = { enrolmentId, lessonId };
  const progress = await db.findOneByOrFail(LessonProgressEntity, where);
  const graded = await db.find(AttemptEntity, {
    where: { ...where, status: 'graded', startedAt: MoreThanOrEqual(progress.startedAt) },
    order: { number: 'ASC' },
  });
  const counted = getCountedPercent(
    graded.flatMap((one) => (one.percent === null ? [] : { percent: one.percent })),
    grading,
  );
  await db.update(LessonProgressEntity, where, { percent: counted });
  const enrolment = await db.findOneByOrFail(EnrolmentEntity, { id: enrolmentId });
  const revision = await db.findOneByOrFail(RevisionEntity, { id: enrolment.revisionId });
  const lesson = listLessons(revision.outline).find(({ id }) => id === lessonId);
  const fields = { courseId, enrolmentId, personId, lessonId, versionId, attemptId, number, percent };
  await publish(db, ctx, attemptGraded, { ...fields, passed: isPassed(lesson, percent), occurredAt: ctx.now() });
  if (!lesson || !isPassed(lesson, counted)) return;
  await completeLesson(db, ctx, { enrolment, revision, lesson }, { ...progress, percent: counted });
}

/** Whether a score is enough for the lesson, as it is in the revision of the learner. */
export function isPassed(lesson: OutlineLesson | undefined, percent: number | null): boolean {
  return lesson?.completion.rule === 'passed' && percent !== null && percent >= lesson.completion.percent;
}
