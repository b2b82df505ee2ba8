import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { defineProblem } from '../define/problem.ts';
import { id, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { courseNotFound } from './course.ts';
import { lessonId, lessonNotFound } from './draft.ts';
import { questionNotFound } from './question-bank.ts';

export const regradeNotFound = defineProblem('regrade.not_found', 404, {
  en: 'There is no such regrade',
  ru: 'Такого пересчёта нет',
});
export const regradeRunning = defineProblem('regrade.running', 409, {
  en: 'Another regrade of the quiz is not done yet',
  ru: 'Другой пересчёт этого теста ещё не закончен',
});
export const regradeNothingToDo = defineProblem('regrade.nothing_to_do', 409, {
  en: 'No graded attempt has the question',
  ru: 'Ни в одной проверенной попытке этого вопроса нет',
});
export const regradeTooMany = defineProblem('regrade.too_many', 409, {
  en: 'A quiz has at most 1,000 regrades',
  ru: 'У теста может быть не больше 1000 пересчётов',
});

export const regradeRules = ['corrected', 'better', 'full', 'none-counts'] as const;

const rule = z
  .enum(regradeRules)
  .describe(
    '`corrected` grades by the newest version of the question; `better` by that and the one before, of which the higher counts; ' +
      '`full` gives all its points to everybody; `none-counts` takes it out of points and of those to earn',
  );

export const regrade = z
  .object({
    id: id.describe('Id of the regrade'),
    lessonId: id.describe('Id of the quiz'),
    questionId: id.describe('Id of the question'),
    questionTitle: z.string().describe('Its title, or the beginning of its prompt'),
    questionVersion: z.int().nullable().describe('Version it is graded by; null of a question that was deleted'),
    rule,
    status: z
      .enum(['queued', 'running', 'done', 'failed'])
      .describe('`failed` when some attempts could not be graded: order it again for the others'),
    orderedBy: id.describe('Id of who ordered it'),
    orderedByName: z.string().describe('Name of who ordered it'),
    createdAt: timestamp.describe('When it was ordered'),
    finishedAt: timestamp.nullable().describe('When it was done or failed; null before'),
    seen: z.int().describe('How many attempts have the question and were looked at'),
    changed: z.int().describe('How many of them have other points since'),
    unfit: z
      .int()
      .describe('How many kept their points because their answer does not fit the newest version, or nothing else would count'),
    passed: z.int().describe('How many learners now pass who did not'),
  })
  .meta({ id: 'QuizRegrade', description: 'What becomes of attempts that have a question of which the key was wrong' });

export type Regrade = z.output<typeof regrade>;

export const orderRegrade = defineEndpoint('orderRegrade', 'POST /courses/:courseId/lessons/:lessonId/regrades', {
  summary: 'Decide what becomes of attempts that have a question which was wrong; they are graded anew one after the other',
  description:
    'What the question is worth stays as it was when it was drawn, and whoever has finished the lesson keeps that. An attempt that runs ' +
    'is graded by the last decision of each question when it ends, as is a later one that has an older version of it.',
  params: lessonId,
  body: z.strictObject({ questionId: id.describe('Id of the question'), rule }),
  response: regrade,
  status: 202,
  errors: [courseNotFound, lessonNotFound, questionNotFound, regradeRunning, regradeNothingToDo, regradeTooMany],
  idempotent: true,
});

export const listRegrades = defineEndpoint('listRegrades', 'GET /courses/:courseId/lessons/:lessonId/regrades', {
  summary: 'Regrades of a quiz, the last first, for authors and staff',
  params: lessonId,
  query: pageQuery,
  response: page(regrade),
  errors: [courseNotFound, lessonNotFound],
});

export const getRegrade = defineEndpoint('getRegrade', 'GET /courses/regrades/:regradeId', {
  summary: 'A regrade: how far it is and what came of it, for authors of the course and staff',
  params: z.strictObject({ regradeId: id.describe('Id of the regrade') }),
  response: regrade,
  errors: [regradeNotFound],
});

export const attemptRegraded = defineEvent(
  'courses.attempt-regraded.v1',
  z.object({
    courseId: id,
    enrolmentId: id,
    personId: id,
    lessonId: id,
    versionId: id,
    attemptId: id,
    number: z.int(),
    regradeId: id,
    percentBefore: z.number(),
    percent: z.number(),
    passed: z.boolean(),
    occurredAt: timestamp,
  }),
);
