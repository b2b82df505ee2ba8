import { type attempt, getAttempt } from '@lyceum/contracts/courses/attempt';
import { getLesson } from '@lyceum/contracts/courses/outline';
import { listQuestions, updateQuestion } from '@lyceum/contracts/courses/question-bank';
import { getRegrade, orderRegrade, type Regrade } from '@lyceum/contracts/courses/regrade';
import type { TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { service } from './courses-service.ts';
import { answerAll, buildEnrolment, buildQuestion, buildQuiz, startQuiz, submit } from './factories.ts';

type Attempt = z.output<typeof attempt>;
type QuestionInput = z.input<typeof updateQuestion.body>;

/** A quiz in the order of its author, with its questions and no learner yet. */
export async function buildRegradable(settings: Parameters<typeof buildQuiz>[0] = {}) {
  const quiz = await buildQuiz({ shuffle: false, ...settings });
  const { author, courseId, bankId, lessons } = quiz;
  const { body } = await service.call(listQuestions, { as: author, params: { courseId, bankId } });
  const questionIds = body.items.map(({ id }: { id: string }) => id);
  const [lessonId = ''] = lessons;
  return { ...quiz, lessonId, params: { courseId, lessonId }, questionIds, questionId: questionIds[0] };
}

export type Regradable = Awaited<ReturnType<typeof buildRegradable>>;

/** Of `buildQuestion`, with no as the right answer. */
export const corrected = buildQuestion({
  answering: {
    type: 'single',
    options: [
      { text: 'Да', percent: 0 },
      { text: 'Нет', percent: 100 },
    ],
  },
});

/** Writes a question of the quiz anew. */
export async function correct(
  { author, courseId, bankId, questionId }: Regradable,
  body: QuestionInput = corrected,
  id: string = questionId,
): Promise<void> {
  const { status } = await service.call(updateQuestion, { as: author, params: { courseId, bankId, questionId: id }, body });
  if (status !== 200) throw new Error(`${status}`);
}

/** A learner who has answered everything with yes or with no, which is right or wrong as the quiz was published. */
export async function finishQuiz(
  quiz: Regradable,
  yes: boolean,
  learner?: TestActor,
): Promise<{ learner: TestActor; attempt: Attempt }> {
  const person = learner ?? (await buildEnrolment(quiz.courseId)).learner;
  const begun = await startQuiz(person, quiz);
  return { learner: person, attempt: await submit(person, begun, answerAll(begun, yes)) };
}

export const tryRegrade = (
  { author, params, questionId }: Pick<Regradable, 'author' | 'params' | 'questionId'>,
  rule: Regrade['rule'],
  headers: Record<string, string> = {},
) => service.call(orderRegrade, { as: author, params, body: { questionId, rule }, headers });

export const readRegrade = async (as: TestActor, { id: regradeId }: Pick<Regrade, 'id'>): Promise<Regrade> =>
  (await service.call(getRegrade, { as, params: { regradeId } })).body;

/** Regrades a quiz to the end. */
export async function regrade(quiz: Regradable, rule: Regrade['rule']): Promise<Regrade> {
  const { status, body } = await tryRegrade(quiz, rule);
  if (status !== 202) throw new Error(`${status}: ${JSON.stringify(body)}`);
  await service.runJobs();
  return readRegrade(quiz.author, body);
}

export const readAttempt = async (as: TestActor, { id: attemptId }: Pick<Attempt, 'id'>): Promise<Attempt> =>
  (await service.call(getAttempt, { as, params: { attemptId } })).body;

export const readProgress = async (as: TestActor, { params }: Pick<Regradable, 'params'>) =>
  (await service.call(getLesson, { as, params })).body.progress;
