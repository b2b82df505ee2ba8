import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { defineProblem } from '../define/problem.ts';
import { id, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { courseNotFound } from './course.ts';
import { lessonId, lessonNotFound } from './draft.ts';
import { quizSettings, safeHtml } from './lesson-content.ts';
import { lessonLocked } from './lesson-lock.ts';
import { answer } from './question.ts';
import { shownQuestion } from './shown-question.ts';

export const attemptNotFound = defineProblem('attempt.not_found', 404, {
  en: 'There is no such attempt',
  ru: 'Такой попытки нет',
});
export const attemptClosed = defineProblem('attempt.closed', 409, {
  en: 'The attempt is over',
  ru: 'Попытка уже завершена',
});
export const attemptNoneLeft = defineProblem('attempt.none_left', 409, {
  en: 'All attempts are used up',
  ru: 'Все попытки использованы',
});
export const attemptTooEarly = defineProblem('attempt.too_early', 409, {
  en: 'The next attempt is not due yet',
  ru: 'Следующая попытка пока недоступна',
});
export const lessonNoQuiz = defineProblem('lesson.no_quiz', 409, {
  en: 'The lesson is no quiz',
  ru: 'Этот урок не тест',
});
export const attemptQuestionUnknown = defineProblem('attempt.question_unknown', 422, {
  en: 'The attempt has no such question',
  ru: 'В этой попытке нет такого вопроса',
});

export const attemptAnswerUnfit = defineProblem('attempt.answer_unfit', 422, {
  en: 'The answer does not fit the question',
  ru: 'Ответ не подходит к вопросу',
});

const score = {
  points: z.number().nullable().describe('Points earned; null while it runs, or where learners do not see them'),
  maxPoints: z.number().describe('Points there are to earn'),
  percent: z.number().nullable().describe('The same in percent, with two digits after the point'),
  passed: z.boolean().nullable().describe('Whether it is enough for the lesson; null like the points'),
};

const attemptFields = {
  id: id.describe('Id of the attempt'),
  lessonId: id.describe('Id of the quiz'),
  number: z.int().describe('1 for the first'),
  status: z.enum(['open', 'graded']).describe('`open` while it takes answers'),
  startedAt: timestamp.describe('When it was begun'),
  deadlineAt: timestamp
    .nullable()
    .describe('Until when it takes answers, by the clock of the server; more time moves it. Null for ever'),
  submittedAt: timestamp.nullable().describe('When it ended: handed in, or at its deadline; null before'),
  regradedAt: timestamp.nullable().describe('When its points were changed last because a question was wrong; null for never'),
  ...score,
};

export const attemptListItem = z.object(attemptFields).meta({ id: 'QuizAttemptListItem', description: 'An attempt at a quiz' });

const quizAllowance = z
  .object({
    extraAttempts: z.int().describe('How many attempts there are besides those of the quiz'),
    timePercent: z.int().describe('How long an attempt may take, in percent of the time of the quiz'),
  })
  .meta({ id: 'QuizAllowance', description: 'What a learner is granted in a quiz' });

const outcome = z
  .object({
    points: z.number().describe('Points earned; below 0 where a wrong answer costs'),
    right: z.enum(['right', 'partly', 'wrong', 'unanswered']).describe('How right the answer is'),
    feedback: z.array(safeHtml).describe('What the author has to say to this answer'),
    key: answer.nullable().describe('The right answer; null where learners do not see it'),
  })
  .nullable()
  .describe('What the answer earned; null while the attempt runs, or where learners do not see it');

export const attempt = z
  .object({
    ...attemptFields,
    review: quizSettings.shape.review,
    questions: z
      .array(
        z.object({
          id: id.describe('Id of the question'),
          question: shownQuestion.describe('What is asked'),
          answer: answer.nullable().describe('What was answered; null for nothing yet'),
          outcome,
        }),
      )
      .describe('The questions drawn for it, in order'),
  })
  .meta({ id: 'QuizAttempt', description: 'An attempt at a quiz with its questions' });

const attemptId = z.strictObject({ attemptId: id.describe('Id of the attempt') });

const answers = z
  .array(
    z.strictObject({
      questionId: id.describe('Id of the question'),
      answer: answer.nullable().describe('The answer; null takes it back'),
    }),
  )
  .max(1000)
  .describe('Answers; of questions that are left out the saved ones stay');

export const startAttempt = defineEndpoint('startAttempt', 'POST /courses/:courseId/lessons/:lessonId/attempts', {
  summary: 'Begin an attempt at a quiz that is open; while one runs, a repeat answers with it',
  params: lessonId,
  response: attempt,
  status: 201,
  errors: [courseNotFound, lessonNotFound, lessonLocked, lessonNoQuiz, attemptNoneLeft, attemptTooEarly],
});

export const listAttempts = defineEndpoint('listAttempts', 'GET /courses/:courseId/lessons/:lessonId/attempts', {
  summary: 'One’s own attempts at a quiz, the last first',
  params: lessonId,
  query: pageQuery,
  response: page(attemptListItem).extend({
    allowance: quizAllowance.describe('What is granted beyond what the quiz allows'),
    left: z
      .int()
      .nullable()
      .describe(
        'How many attempts one may still begin, with those that are granted; what was before one was asked to do the lesson again ' +
          'counts no more. Null any number',
      ),
    nextAt: timestamp
      .nullable()
      .describe('When the next attempt may be begun; null when at once, while one runs, or when none is left'),
  }),
  errors: [courseNotFound, lessonNotFound],
});

export const getAttempt = defineEndpoint('getAttempt', 'GET /courses/attempts/:attemptId', {
  summary: 'An attempt of one’s own; what is seen of its result the author decides',
  params: attemptId,
  response: attempt,
  errors: [attemptNotFound],
});

export const saveAnswers = defineEndpoint('saveAnswers', 'PUT /courses/attempts/:attemptId/answers', {
  summary: 'Save answers while the attempt runs',
  params: attemptId,
  body: z.strictObject({ answers }),
  response: attempt,
  errors: [attemptNotFound, attemptClosed, attemptQuestionUnknown, attemptAnswerUnfit, lessonLocked],
});

export const submitAttempt = defineEndpoint('submitAttempt', 'POST /courses/attempts/:attemptId/submit', {
  summary: 'End an attempt, with last answers if it still takes them; a repeat answers with the same result',
  params: attemptId,
  body: z.strictObject({ answers: answers.default([]) }),
  response: attempt,
  errors: [attemptNotFound, attemptQuestionUnknown, attemptAnswerUnfit, lessonLocked],
});

const itemStatistics = z
  .object({
    questionId: id.describe('Id of the question'),
    version: z.int().describe('Version of the question'),
    title: z.string().describe('Its title, or the beginning of its prompt'),
    attempts: z.int().describe('In how many finished attempts it was'),
    unanswered: z.int().describe('How often it was left out'),
    facility: z.number().describe('Mean share of its points'),
    discrimination: z
      .number()
      .nullable()
      .describe('Correlation with the rest of the attempt, from −1 to 1; null for fewer than five attempts'),
    chosen: z.array(z.int()).describe('How often each option was chosen, in the order of the author'),
  })
  .meta({ id: 'ItemStatistics', description: 'How a version of a question did' });

export const getItemStatistics = defineEndpoint('getItemStatistics', 'GET /courses/:courseId/lessons/:lessonId/item-statistics', {
  summary: 'How the questions of a quiz did in its last 1,000 finished attempts, for authors and teachers',
  params: lessonId,
  response: z.object({ items: z.array(itemStatistics).describe('The questions') }),
  errors: [courseNotFound, lessonNotFound],
});

export const attemptGraded = defineEvent(
  'courses.attempt-graded.v1',
  z.object({
    courseId: id,
    enrolmentId: id,
    personId: id,
    lessonId: id,
    versionId: id,
    attemptId: id,
    number: z.int(),
    percent: z.number(),
    passed: z.boolean(),
    occurredAt: timestamp,
  }),
);
