import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { attemptRegraded } from '@lyceum/contracts/courses/regrade';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { EntityManager } from 'typeorm';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import type { OutlineLesson } from '../../authoring/revision/outline.ts';
import { wantsMail } from '../../informing/mail-preference/find-wanting.ts';
import { noteFirstToday } from '../../informing/reminder/note-reminders.ts';
import { AttemptEntity, type AttemptRow } from '../quiz/attempt.entity.ts';
import { countAttempts, finishIfPassed, isPassed } from '../quiz/count-attempts.ts';
import { findSettings } from '../quiz/find-quiz.ts';
import { findReview } from '../quiz/present-attempt.ts';
import type { RegradeRow } from '../regrade/regrade.entity.ts';
import type { AttemptRegradeRow } from './attempt-regrade.entity.ts';
import { attemptRegradedMail, maxMailedAttempts } from './attempt-regraded.mail.ts';

/** An attempt as it was, and what a regrade made of it. */
export interface Regraded {
  readonly attempt: AttemptRow;
  readonly row: AttemptRegradeRow;
}

/**
 * Makes the score of the lesson of attempts of one learner that have other points now, and tells of it; whether the learner passes who
 * did not. The caller holds the lock of the learner's study.
 */
export async function settleScore(
  db: EntityManager,
  ctx: Context,
  { id: regradeId }: Pick<RegradeRow, 'id'>,
  changed: readonly Regraded[],
): Promise<boolean> {
  const last = changed.at(-1);
  if (!last) return false;
  const counted = await countAttempts(db, last.attempt, await findGrading(db, last.attempt));
  for (const { attempt, row } of changed) {
    const { id: attemptId, courseId, enrolmentId, personId, lessonId, versionId, number } = attempt;
    const { percentBefore, percentAfter: percent } = row;
    await publish(db, ctx, attemptRegraded, {
      ...{ courseId, enrolmentId, personId, lessonId, versionId, attemptId, number, regradeId },
      ...{ percentBefore, percent, passed: isPassed(counted.lesson, percent), occurredAt: ctx.now() },
    });
  }
  const hasPassed = await finishIfPassed(db, ctx, counted);
  await requestMail(db, ctx, last.attempt, changed, counted.lesson);
  return hasPassed;
}

/** By the version of the last attempt, as when that was graded. */
async function findGrading(db: EntityManager, { enrolmentId, lessonId }: AttemptRow) {
  const { versionId } = await db.findOneOrFail(AttemptEntity, {
    where: { enrolmentId, lessonId, status: 'graded' },
    order: { number: 'DESC' },
  });
  return (await findSettings(db, [versionId])).get(versionId)?.grading ?? 'highest';
}

/** One for all attempts, and one a day; without points where the author does not let learners see them. */
async function requestMail(
  db: EntityManager,
  ctx: Context,
  { courseId, personId, lessonId, versionId }: AttemptRow,
  changed: readonly Regraded[],
  lesson: OutlineLesson | undefined,
): Promise<void> {
  if (!(await wantsMail(db, personId, { kind: 'grades', courseId }))) return;
  if (!(await noteFirstToday(db, ctx, personId, `regraded ${lessonId}`))) return;
  const { title } = lesson ?? (await db.findOneByOrFail(LessonVersionEntity, { id: versionId }));
  const versionIds = changed.map(({ attempt }) => attempt.versionId);
  const review = await findReview(db, [...new Set(versionIds)], lesson);
  const attempts = changed.slice(-maxMailedAttempts).map(({ attempt: { number }, row }) => ({
    ...{ number, pointsBefore: row.pointsBefore, maxPointsBefore: row.maxPointsBefore },
    ...{ points: row.pointsAfter, maxPoints: row.maxPointsAfter },
  }));
  const data = { courseId, lessonId, title, attempts: review === 'none' ? [] : attempts };
  await publish(db, ctx, mailRequested, attemptRegradedMail({ accountId: personId, data }));
}
