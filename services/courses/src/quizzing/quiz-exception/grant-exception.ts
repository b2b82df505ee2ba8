import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { publish } from '@lyceum/common/outbox';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { EntityManager } from 'typeorm';
import { isLearning } from '../../enrolling/enrolment/is-learning.ts';
import { wantsMail } from '../../informing/mail-preference/find-wanting.ts';
import type { LearnerLesson } from '../../learning/gate/find-learner-lesson.ts';
import { findSettings } from '../quiz/find-quiz.ts';
import { findAllowance, type QuizAllowance } from '../quiz-allowance/find-allowance.ts';
import { QuizExceptionEntity, type QuizExceptionRow } from '../quiz-allowance/quiz-exception.entity.ts';
import { lengthenAttempts } from './lengthen-attempts.ts';
import { quizExceptionGrantedMail } from './quiz-exception-granted.mail.ts';

/** Tells the learner, where it is more than before. The caller holds the lock of the learner's study. */
export async function grantException(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  quiz: LearnerLesson,
  granted: QuizAllowance,
): Promise<QuizExceptionRow> {
  const { enrolment, lesson } = quiz;
  const { id: enrolmentId, courseId, personId } = enrolment;
  const lessonId = lesson.id;
  const before = await findAllowance(db, enrolment, lessonId);
  const known = await db.findOneBy(QuizExceptionEntity, { enrolmentId, lessonId });
  const exception: QuizExceptionRow = {
    ...{ id: known?.id ?? newId(), courseId, lessonId, enrolmentId, personId },
    ...{ ...granted, grantedBy: actor.id, grantedAt: ctx.now() },
  };
  await db.upsert(QuizExceptionEntity, exception, ['id']);
  await lengthenAttempts(db, ctx, enrolment, { lessonId });
  await mailAllowance(db, ctx, quiz, before);
  return exception;
}

async function mailAllowance(
  db: EntityManager,
  ctx: Context,
  { enrolment, courseTitle, lesson: { id: lessonId, versionId, title } }: LearnerLesson,
  before: QuizAllowance,
): Promise<void> {
  const { courseId, personId: accountId } = enrolment;
  const { maxAttempts = null, timeLimitSeconds = null } = (await findSettings(db, [versionId])).get(versionId) ?? {};
  const after = await findAllowance(db, enrolment, lessonId);
  const hasMoreAttempts = maxAttempts !== null && after.extraAttempts > before.extraAttempts;
  const hasMoreTime = timeLimitSeconds !== null && after.timePercent > before.timePercent;
  if (!(hasMoreAttempts || hasMoreTime) || !isLearning(enrolment, ctx.now())) return;
  if (!(await wantsMail(db, accountId, { kind: 'reminders', courseId }))) return;
  const data = {
    ...{ courseId, courseTitle, lessonId, title },
    extraAttempts: hasMoreAttempts ? after.extraAttempts : null,
    seconds: hasMoreTime ? (timeLimitSeconds * after.timePercent) / 100 : null,
  };
  await publish(db, ctx, mailRequested, quizExceptionGrantedMail({ accountId, data }));
}
