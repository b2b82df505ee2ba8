import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { enqueue } from '@lyceum/common/outbox';
import type { QuestionContent } from '@lyceum/contracts/courses/question';
import { questionNotFound } from '@lyceum/contracts/courses/question-bank';
import { regradeNothingToDo, regradeRunning, regradeTooMany } from '@lyceum/contracts/courses/regrade';
import { type EntityManager, In } from 'typeorm';
import { QuestionEntity } from '../../authoring/bank/question.entity.ts';
import { AttemptEntity, type AttemptRow } from '../quiz/attempt.entity.ts';
import { findQuiz, listQuestions } from '../quiz/find-quiz.ts';
import { RegradeEntity, type RegradeRow } from '../regrade/regrade.entity.ts';
import { regradeAttempts } from './regrade-attempts.job.ts';

const maxRegrades = 1000;
const titleLength = 100;

/**
 * Has attempts at a quiz graded anew by the newest version that its question has now. The caller holds the course. Fails with
 * `question.not_found`, `regrade.nothing_to_do`, `regrade.running` and `regrade.too_many`.
 */
export async function orderRegrade(
  db: EntityManager,
  ctx: Context,
  order: Pick<RegradeRow, 'courseId' | 'lessonId' | 'questionId' | 'rule' | 'orderedBy'>,
): Promise<RegradeRow> {
  const { courseId, lessonId, questionId, rule } = order;
  const drawn = await requireDrawn(db, order);
  const question = await db.findOneBy(QuestionEntity, { id: questionId });
  if (!question && (rule === 'corrected' || rule === 'better')) throw fail(questionNotFound);
  const lesson = { courseId, lessonId };
  if (await db.existsBy(RegradeEntity, { ...lesson, status: In(['queued', 'running']) })) throw fail(regradeRunning);
  if ((await db.countBy(RegradeEntity, lesson)) >= maxRegrades) throw fail(regradeTooMany);
  const now = ctx.now();
  const regrade: RegradeRow = {
    ...order,
    id: newId(),
    questionTitle: toTitle(question?.content ?? (await findDrawnContent(db, drawn, questionId))),
    questionVersion: question?.version ?? null,
    content: question?.content ?? null,
    status: 'queued',
    createdAt: now,
    touchedAt: now,
    finishedAt: null,
    ...{ seen: 0, changed: 0, unfit: 0, passed: 0 },
  };
  await db.insert(RegradeEntity, regrade);
  await enqueue(db, ctx, regradeAttempts, { regradeId: regrade.id });
  return regrade;
}

/** A graded attempt with the question. Fails with `question.not_found` and `regrade.nothing_to_do`. */
async function requireDrawn(
  db: EntityManager,
  { courseId, lessonId, questionId }: Pick<RegradeRow, 'courseId' | 'lessonId' | 'questionId'>,
): Promise<AttemptRow> {
  const findDrawn = (status: AttemptRow['status']) =>
    db
      .createQueryBuilder(AttemptEntity, 'attempt')
      .where({ courseId, lessonId, status })
      .andWhere('attempt.items @> :drawn', { drawn: JSON.stringify([{ questionId }]) })
      .limit(1)
      .getOne();
  const graded = await findDrawn('graded');
  if (graded) return graded;
  throw fail((await findDrawn('open')) ? regradeNothingToDo : questionNotFound);
}

async function findDrawnContent(
  db: EntityManager,
  { versionId }: AttemptRow,
  questionId: string,
): Promise<QuestionContent | undefined> {
  const quiz = await findQuiz(db, versionId);
  return quiz ? listQuestions(quiz).get(questionId)?.content : undefined;
}

const toTitle = (content: QuestionContent | undefined) =>
  content?.title || (content?.prompt.slice(0, titleLength).toWellFormed() ?? '');
