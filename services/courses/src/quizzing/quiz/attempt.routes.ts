import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import * as contract from '@lyceum/contracts/courses/attempt';
import { attemptClosed } from '@lyceum/contracts/courses/attempt';
import { enrolments } from '@lyceum/contracts/courses/enrolment';
import type { EntityManager } from 'typeorm';
import { listLessons } from '../../authoring/revision/outline.ts';
import { findStudy, findStudyLesson, requireOpen } from '../../learning/gate/find-study.ts';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { findAllowance } from '../quiz-allowance/find-allowance.ts';
import { AttemptEntity } from './attempt.entity.ts';
import { closeAttempt, isOverdue } from './close-attempt.ts';
import { findAttempt, type WholeAttempt } from './find-attempt.ts';
import { findQuiz } from './find-quiz.ts';
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
    return { items: rows.map((row) => presentListItem(row, { review, lesson })), nextCursor, allowance };
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
