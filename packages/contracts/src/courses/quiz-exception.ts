import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { id, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { lessonNoQuiz } from './attempt.ts';
import { courseNotFound, personNotFound } from './course.ts';
import { lessonId, lessonNotFound } from './draft.ts';

export const quizException = z
  .object({
    lessonId: id.describe('Id of the quiz'),
    personId: id.describe('Id of the learner'),
    name: z.string().describe('Name of the learner'),
    extraAttempts: z.int().describe('How many attempts the learner has besides those of the quiz'),
    timePercent: z.int().describe('How long an attempt may take, in percent of the time of the quiz'),
    grantedBy: id.describe('Id of the teacher'),
    grantedAt: timestamp.describe('When it was granted last'),
  })
  .meta({ id: 'QuizException', description: 'More attempts or time of one learner for one quiz' });

const exceptionParams = lessonId.extend({ personId: id.describe('Id of the learner') });

export const putQuizException = defineEndpoint(
  'putQuizException',
  'PUT /courses/:courseId/lessons/:lessonId/quiz-exceptions/:personId',
  {
    summary: 'Give one learner more attempts at a quiz or more time, for authors and staff; an attempt that runs gets it too',
    description:
      'Of this time and that of the learner in the whole course the larger counts. A deadline never moves back, an attempt whose time ' +
      'is up stays over, and the wait between two attempts stays. A mail tells the learner what is more than before.',
    params: exceptionParams,
    body: z.strictObject({
      extraAttempts: z.int().min(0).max(100).default(0).describe('How many attempts besides those of the quiz'),
      timePercent: z
        .int()
        .min(100)
        .max(500)
        .default(100)
        .describe('How long an attempt may take, in percent of the time of the quiz'),
    }),
    response: quizException,
    errors: [courseNotFound, lessonNotFound, lessonNoQuiz, personNotFound],
  },
);

export const deleteQuizException = defineEndpoint(
  'deleteQuizException',
  'DELETE /courses/:courseId/lessons/:lessonId/quiz-exceptions/:personId',
  {
    summary: 'Take an exception back; what was begun or got its time by it stays, and a repeat changes nothing',
    params: exceptionParams,
    errors: [courseNotFound, lessonNotFound, lessonNoQuiz, personNotFound],
  },
);

export const listQuizExceptions = defineEndpoint(
  'listQuizExceptions',
  'GET /courses/:courseId/lessons/:lessonId/quiz-exceptions',
  {
    summary: 'Exceptions from a quiz, the last granted first, for authors and staff',
    params: lessonId,
    query: pageQuery,
    response: page(quizException),
    errors: [courseNotFound, lessonNotFound],
  },
);
