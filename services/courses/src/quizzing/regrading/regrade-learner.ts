import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { type EntityManager, MoreThan } from 'typeorm';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { AttemptEntity, type AttemptRow } from '../quiz/attempt.entity.ts';
import { gradeAttempt } from '../quiz-engine/grade-attempt.ts';
import { isRuled } from '../regrade/find-rulings.ts';
import type { RegradeRow } from '../regrade/regrade.entity.ts';
import { regradeItems } from '../regrade/regrade-items.ts';
import { AttemptRegradeEntity, type AttemptRegradeRow } from './attempt-regrade.entity.ts';
import type { ReadDrawn } from './drawn-reader.ts';
import { type Regraded, settleScore } from './settle-score.ts';

/** An attempt may have a thousand questions. */
const attemptsAtOnce = 20;

/** A regrade with all it takes to grade by it. */
export type Regrading = Required<RegradeRow> & { readonly readDrawn: ReadDrawn };

interface Learner {
  readonly enrolmentId: string;
  readonly personId: string;
}

/**
 * Grades the attempts of a learner that this regrade has not seen yet, and then makes the score of the lesson of all of them. A lesson
 * that is finished stays so.
 */
export async function regradeLearner(
  db: EntityManager,
  ctx: Context,
  regrade: Regrading,
  { enrolmentId, personId }: Learner,
): Promise<void> {
  await lockStudy(db, personId);
  const seen: Regraded[] = [];
  let after = 0;
  for (let isMore = true; isMore; ) {
    const attempts = await findAttempts(db, regrade, enrolmentId, after);
    for (const attempt of attempts) seen.push(...(await regradeAttempt(db, ctx, regrade, attempt)));
    after = attempts.at(-1)?.number ?? after;
    isMore = attempts.length === attemptsAtOnce;
  }
  if (seen.length === 0) return;
  const changed = seen.filter(isChanged);
  const hasPassed = await settleScore(db, ctx, regrade, changed);
  const unfit = seen.filter(({ row }) => row.unfit).length;
  await db.query(
    'UPDATE regrades SET seen = seen + $2, changed = changed + $3, unfit = unfit + $4, passed = passed + $5 WHERE id = $1',
    [regrade.id, seen.length, changed.length, unfit, hasPassed ? 1 : 0],
  );
}

/** That fewer points are to be earned changes nothing for whoever earned none. */
const isChanged = ({ row }: Regraded) => row.pointsAfter !== row.pointsBefore || row.percentAfter !== row.percentBefore;

function findAttempts(
  db: EntityManager,
  { id: regradeId, lessonId, questionId }: Regrading,
  enrolmentId: string,
  after: number,
): Promise<AttemptRow[]> {
  return db
    .createQueryBuilder(AttemptEntity, 'attempt')
    .addSelect('attempt.items')
    .where({ enrolmentId, lessonId, status: 'graded', number: MoreThan(after) })
    .andWhere('attempt.items @> :drawn', { drawn: JSON.stringify([{ questionId }]) })
    .andWhere(
      'NOT EXISTS (SELECT FROM attempt_regrades done WHERE done.regrade_id = :regradeId AND done.attempt_id = attempt.id)',
      { regradeId },
    )
    .orderBy('attempt.number', 'ASC')
    .limit(attemptsAtOnce)
    .getMany();
}

/** None for an attempt that the regrade is not about. */
async function regradeAttempt(
  db: EntityManager,
  ctx: Context,
  regrade: Regrading,
  { items = [], ...attempt }: AttemptRow,
): Promise<Regraded[]> {
  const { id: attemptId, versionId, points, maxPoints, percent } = attempt;
  const drawn = await regrade.readDrawn(db, versionId);
  const item = items.find(({ questionId }) => questionId === regrade.questionId);
  if (!drawn || !item || points === null || percent === null || !isRuled(regrade, attempt, item)) return [];
  const { items: graded, isUnfit: unfit } = regradeItems(items, regrade, drawn);
  const score = gradeAttempt(graded.flatMap(({ grade }) => grade ?? []));
  const row: AttemptRegradeRow = {
    ...{ id: newId(), regradeId: regrade.id, attemptId, unfit, regradedAt: ctx.now() },
    ...{ pointsBefore: points, maxPointsBefore: maxPoints, percentBefore: percent },
    gradeBefore: { grade: item.grade, regradeId: item.regradeId ?? null },
    ...{ pointsAfter: score.points, maxPointsAfter: score.maxPoints, percentAfter: score.percent },
  };
  const regraded = { attempt, row };
  await db.insert(AttemptRegradeEntity, row);
  await db.update(
    AttemptEntity,
    { id: attemptId },
    { items: graded, ...score, ...(isChanged(regraded) && { regradedAt: row.regradedAt }) },
  );
  return [regraded];
}
