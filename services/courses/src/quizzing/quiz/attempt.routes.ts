import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import * as contract from '@lyceum/contracts/courses/attempt';
import { attemptClosed } from '@lyceum/contracts/courses/attempt';
import { enrolments } from '@lyceum/contracts/courses/enrolment';
import { type EntityManager, MoreThanOrEqual } from 'typeorm';
import { listLessons, type OutlineLesson } from '../../authoring/revision/outline.ts';
import { findStudy, findStudyLesson, requireOpen, type Study } from '../../learning/gate/find-study.ts';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { findAllowance, type QuizAllowance } from '../quiz-allowance/find-allowance.ts';
import { planNext } from '../quiz-allowance/plan-next.ts';
import { AttemptEntity } from './attempt.entity.ts';
import { closeAttempt, isOverdue } from './close-attempt.ts';
import { findAttempt, type WholeAttempt } from './find-attempt.ts';
import { findQuiz, type Quiz } from './find-quiz.ts';
import { presentAttempt, presentListItem } from './present-attempt.ts';
import { saveAnswers } from './save-answers.ts';
import { startAttempt } from './start-attempt.ts';

export const attemptRoutes = [
  route(contract.startAttempt, { access: enrolments.own }, async ({ db, ctx, actor, params }) =>
    presentAttempt(db, await startAttempt(db, ctx, actor, params)),
  ),

  route(contract.listAttempts, { access: enrolments.own }, async ({ db, ctx, actor, params, query }) => {
    const study = await findStudy(db, ctx, actor, params.courseId);
    const lesson = findStudyLesson(study, params.lessonId);
    const quiz = await findQuiz(db, lesson.versionId);
    const review = quiz?.settings.review ?? 'none';
    const own = db.createQueryBuilder(AttemptEntity, 'attempt').where({ personId: actor.id, lessonId: lesson.id });
    const { rows, nextCursor } = await findPage(own, query, { property: 'number', direction: 'DESC' });
    const allowance = await findAllowance(db, study.enrolment, lesson.id);
    const items = rows.map((row) => presentListItem(row, { review, lesson }));
    const { left, at: nextAt } = quiz ? await findNext(db, ctx, study, lesson, quiz, allowance) : { left: 0, at: null };
    return { items, nextCursor, allowance, left, nextAt };
  }),

  route(contract.getAttempt, { access: enrolments.own }, async ({ db, actor, params }) =>
    presentAttempt(db, await findAttempt(db, actor.id, params.attemptId)),
  ),

  route(contract.saveAnswers, { access: enrolments.own }, async ({ db, ctx, actor, params, body }) => {
    const attempt = await lockAttempt(db, ctx, actor, params.attemptId);
    // Keeps the grade: the time is up although the answers are refused.
    if (attempt.status === 'graded') throw fail(attemptClosed, { commit: true });
    return presentAttempt(db, await saveAnswers(db, attempt, body.answers));
  }),

  route(contract.submitAttempt, { access: enrolments.own }, async ({ db, ctx, actor, params, body }) => {
    const attempt = await lockAttempt(db, ctx, actor, params.attemptId);
    if (attempt.status === 'graded') return presentAttempt(db, attempt);
    return presentAttempt(db, await closeAttempt(db, ctx, await saveAnswers(db, attempt, body.answers)));
  }),
];

/** What `startAttempt` would say of the next one: an attempt whose time is up has ended, although nobody has graded it. */
async function findNext(
  db: EntityManager,
  ctx: Context,
  { enrolment, progress }: Study,
  { id: lessonId }: OutlineLesson,
  { settings }: Quiz,
  allowance: QuizAllowance,
) {
  const now = ctx.now();
  const begunAt = enrolment && progress.get(lessonId)?.startedAt;
  if (!begunAt) return planNext(settings, allowance, { used: 0, endedAt: null }, now);
  const where = { enrolmentId: enrolment.id, lessonId, startedAt: MoreThanOrEqual(begunAt) };
  const used = await db.countBy(AttemptEntity, where);
  const last = await db.findOne(AttemptEntity, { where, order: { number: 'DESC' } });
  const endedAt = last && (isOverdue(last, now) ? last.deadlineAt : last.submittedAt);
  return planNext(settings, allowance, { used, endedAt }, now);
}

/** An attempt that nobody else changes meanwhile; one whose time is up is graded. Fails with `lesson.locked` where one may not go on. */
async function lockAttempt(db: EntityManager, ctx: Context, actor: Actor, id: string): Promise<WholeAttempt> {
  await lockStudy(db, actor.id);
  const attempt = await findAttempt(db, actor.id, id);
  if (isOverdue(attempt, ctx.now())) return closeAttempt(db, ctx, attempt);
  if (attempt.status === 'open') {
    const study = await findStudy(db, ctx, actor, attempt.courseId);
    const lesson = listLessons(study.revision.outline).find(({ id: lessonId }) => lessonId === attempt.lessonId);
    if (lesson) requireOpen(study, lesson, ctx);
  }
  return attempt;
}
