import { fail } from '@lyceum/common/errors';
import { attemptAnswerUnfit, attemptQuestionUnknown, type saveAnswers as contract } from '@lyceum/contracts/courses/attempt';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { AttemptEntity } from './attempt.entity.ts';
import type { WholeAttempt } from './find-attempt.ts';
import { fitsShown } from './fits-shown.ts';

type Answers = z.output<typeof contract.body>['answers'];

/** Keeps answers of an attempt that runs. Fails with `attempt.question_unknown` and `attempt.answer_unfit`, and then keeps none. */
export async function saveAnswers(db: EntityManager, attempt: WholeAttempt, answers: Answers): Promise<WholeAttempt> {
  if (answers.length === 0) return attempt;
  const given = new Map(answers.map(({ questionId, answer }) => [questionId, answer]));
  const known = new Set(attempt.items.map(({ questionId }) => questionId));
  const unknown = answers.findIndex(({ questionId }) => !known.has(questionId));
  if (unknown >= 0) {
    const { title: message } = attemptQuestionUnknown;
    throw fail(attemptQuestionUnknown, { errors: [{ pointer: `/body/answers/${unknown}/questionId`, message }] });
  }
  const unfit = answers.findIndex(({ questionId, answer }) => {
    const item = attempt.items.find((one) => one.questionId === questionId);
    return answer !== null && item !== undefined && !fitsShown(answer, item.arrangement);
  });
  if (unfit >= 0) {
    const { title: message } = attemptAnswerUnfit;
    throw fail(attemptAnswerUnfit, { errors: [{ pointer: `/body/answers/${unfit}/answer`, message }] });
  }
  const items = attempt.items.map((item) => ({
    ...item,
    answer: given.has(item.questionId) ? (given.get(item.questionId) ?? null) : item.answer,
  }));
  await db.update(AttemptEntity, { id: attempt.id }, { items });
  return { ...attempt, items };
}
