import { randomUUID } from 'node:crypto';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import { attemptNoneLeft, attemptTooEarly, lessonNoQuiz } from '@lyceum/contracts/courses/attempt';
import type { EntityManager } from 'typeorm';
import { findStudy, findStudyLesson, requireLearner } from '../../learning/gate/find-study.ts';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { startLesson } from '../../learning/progress/start-lesson.ts';
import { findAllowance, findDeadline } from '../quiz-allowance/find-allowance.ts';
import { planNext } from '../quiz-allowance/plan-next.ts';
import { createArrangement } from '../quiz-engine/create-arrangement.ts';
import { drawQuestions } from '../quiz-engine/draw-questions.ts';
import { showQuestion } from '../quiz-engine/show-question.ts';
import { AttemptEntity, type AttemptItem } from './attempt.entity.ts';
import { closeAttempt, isOverdue } from './close-attempt.ts';
import { findAttempt, type WholeAttempt } from './find-attempt.ts';
import { findQuiz, type Quiz } from './find-quiz.ts';

/**
 * Begins an attempt, or goes on with the one that runs. Fails with `lesson.locked`, `lesson.no_quiz`, `attempt.none_left` and
 * `attempt.too_early`.
 */
export async function startAttempt(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  { courseId, lessonId }: { courseId: string; lessonId: string },
): Promise<WholeAttempt> {
  await lockStudy(db, actor.id);
  const study = await findStudy(db, ctx, actor, courseId);
  const lesson = findStudyLesson(study, lessonId);
  const enrolment = requireLearner(study, lesson, ctx);
  const { id: enrolmentId } = enrolment;
  const { versionId } = lesson;
  const quiz = found(await findQuiz(db, versionId), lessonNoQuiz);
  const startedAt = ctx.now();
  const attempts = await db.find(AttemptEntity, { where: { enrolmentId, lessonId }, order: { number: 'ASC' } });
  const last = attempts.at(-1);
  if (last?.status === 'open') {
    const running = await findAttempt(db, actor.id, last.id);
    if (!isOverdue(running, startedAt)) return running;
    await closeAttempt(db, ctx, running);
    return startAttempt(db, ctx, actor, { courseId, lessonId });
  }
  const allowance = await findAllowance(db, enrolment, lessonId);
  const begunAt = study.progress.get(lessonId)?.startedAt ?? startedAt;
  const round = attempts.filter((attempt) => attempt.startedAt >= begunAt);
  const used = { used: round.length, endedAt: round.at(-1)?.submittedAt ?? null };
  const { left, at } = planNext(quiz.settings, allowance, used, startedAt);
  // Keeps the grade of the one whose time was up.
  if (left === 0) throw fail(attemptNoneLeft, { commit: true });
  if (at) throw fail(attemptTooEarly, { retryAfter: (at.getTime() - startedAt.getTime()) / 1000, commit: true });

  await startLesson(db, { enrolmentId, lessonId, versionId, startedAt }, study.progress.get(lessonId));
  const { items, shown } = await drawItems(quiz);
  const attempt: WholeAttempt = {
    ...{ id: newId(), courseId, enrolmentId, personId: actor.id, lessonId, versionId, items, shown, startedAt },
    number: attempts.length + 1,
    status: 'open',
    deadlineAt: findDeadline(startedAt, quiz.settings, allowance),
    submittedAt: null,
    points: null,
    maxPoints: shown.reduce((sum, { points }) => sum + points, 0),
    percent: null,
    regradedAt: null,
  };
  await db.insert(AttemptEntity, attempt);
  return attempt;
}

/** By a seed that nobody can guess. A question takes milliseconds, so others have their turn between two. */
async function drawItems({ settings: { shuffle }, pools }: Quiz): Promise<Pick<WholeAttempt, 'items' | 'shown'>> {
  const seed = randomUUID();
  const items: AttemptItem[] = [];
  const shown: WholeAttempt['shown'] = [];
  for (const { id: questionId, version, content } of drawQuestions(pools, { seed, shuffle })) {
    const arrangement = createArrangement(content, { seed: `${seed} ${questionId}`, shuffle });
    items.push({ questionId, version, arrangement, answer: null, grade: null });
    shown.push(showQuestion(content, arrangement));
    await yieldToOthers();
  }
  return { items, shown };
}
