import type { Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';
import type { EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import { AttemptEntity } from '../quiz/attempt.entity.ts';
import { isOverdue } from '../quiz/close-attempt.ts';
import { findQuiz } from '../quiz/find-quiz.ts';
import { findAllowance, findDeadline } from '../quiz-allowance/find-allowance.ts';

/**
 * Gives attempts that run the time that is granted now, those at one quiz or at all of the course; no deadline moves back. The caller
 * holds the lock of the learner's study, so each is closed by its deadline or gets another one.
 */
export async function lengthenAttempts(
  db: EntityManager,
  ctx: Context,
  enrolment: Pick<EnrolmentRow, 'id' | 'timePercent'>,
  lesson: { readonly lessonId?: string } = {},
): Promise<void> {
  const running = await db.findBy(AttemptEntity, { enrolmentId: enrolment.id, status: 'open', ...lesson });
  for (const attempt of running) {
    const { id, lessonId, versionId, startedAt, deadlineAt } = attempt;
    if (deadlineAt === null || isOverdue(attempt, ctx.now())) continue;
    const quiz = await findQuiz(db, versionId);
    const later = quiz && findDeadline(startedAt, quiz.settings, await findAllowance(db, enrolment, lessonId));
    if (later && later > deadlineAt) await db.update(AttemptEntity, { id }, { deadlineAt: later });
  }
}
