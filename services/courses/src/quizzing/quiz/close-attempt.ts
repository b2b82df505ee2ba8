import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { attemptGraded } from '@lyceum/contracts/courses/attempt';
import type { EntityManager } from 'typeorm';
import { gradeAnswer } from '../quiz-engine/grade-answer.ts';
import { gradeAttempt } from '../quiz-engine/grade-attempt.ts';
import { findRulings } from '../regrade/find-rulings.ts';
import { regradeItems } from '../regrade/regrade-items.ts';
import { AttemptEntity, type AttemptRow } from './attempt.entity.ts';
import { countAttempts, finishIfPassed, isPassed } from './count-attempts.ts';
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
  const items = await gradeItems(db, attempt, quiz);
  const score = gradeAttempt(items.flatMap(({ grade }) => grade ?? []));
  const submittedAt = attempt.deadlineAt && attempt.deadlineAt < now ? attempt.deadlineAt : now;
  const changes = { items, status: 'graded', submittedAt, ...score } as const;
  await db.update(AttemptEntity, { id: attempt.id }, changes);
  const counted = await countAttempts(db, attempt, quiz.settings.grading);
  const { percent } = score;
  const { id: attemptId, courseId, enrolmentId, personId, lessonId, versionId, number } = attempt;
  const fields = { courseId, enrolmentId, personId, lessonId, versionId, attemptId, number, percent };
  await publish(db, ctx, attemptGraded, { ...fields, passed: isPassed(counted.lesson, percent), occurredAt: ctx.now() });
  await finishIfPassed(db, ctx, counted);
  return { ...attempt, ...changes };
}

/** By the questions as they were drawn, and by what was decided since of those that were wrong. */
async function gradeItems(db: EntityManager, attempt: WholeAttempt, quiz: Quiz): Promise<WholeAttempt['items']> {
  const questions = listQuestions(quiz);
  const { wrongPercent } = quiz.settings;
  const graded = attempt.items.flatMap((item) => {
    const question = questions.get(item.questionId);
    if (!question) return [];
    return [{ ...item, grade: gradeAnswer(question.content, item.arrangement, item.answer ?? undefined, { wrongPercent }) }];
  });
  const rulings = await findRulings(db, attempt);
  return rulings.reduce((items: WholeAttempt['items'], ruling) => {
    const original = questions.get(ruling.questionId)?.content;
    return original ? regradeItems(items, ruling, { original, wrongPercent }).items : items;
  }, graded);
}
