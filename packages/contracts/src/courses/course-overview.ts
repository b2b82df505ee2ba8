import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { id } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { attempt, attemptListItem, attemptNotFound } from './attempt.ts';
import { courseId, courseNotFound, personNotFound } from './course.ts';
import { lessonId, lessonNotFound } from './draft.ts';
import { lessonTypes } from './lesson-content.ts';

const count = z.int();

const lessonOverview = z
  .object({
    lessonId: id.describe('Id of the lesson'),
    title: z.string().describe('Title of the lesson'),
    type: z.enum(lessonTypes).describe('Type of the lesson'),
    started: count.describe('How many learners have opened it'),
    finished: count.describe('How many have finished it'),
    stuck: count.describe('How many were in it last and have not studied for a week'),
    openDiscussions: count.describe(
      'How many discussions wait for a teacher: no reply is accepted, and the last one, if any, is not of a teacher; ' +
        'of a cohort those its learners have started',
    ),
    medianActiveSeconds: z
      .int()
      .nullable()
      .describe('Time half of those who opened it spent in it at most; null before anybody did'),
    meanPercent: z.number().nullable().describe('Mean of the results; null before any'),
  })
  .meta({ id: 'LessonOverview', description: 'How learners get through a lesson' });

export const getCourseOverview = defineEndpoint('getCourseOverview', 'GET /courses/:courseId/overview', {
  summary: 'Where learners are and where they stay, lesson by lesson of the last revision, for authors and staff',
  params: courseId,
  query: z.strictObject({ cohortId: id.optional().describe('Learners of this cohort') }),
  response: z
    .object({
      active: count.describe('How many learn'),
      idle: count.describe('How many of those have not studied for a week'),
      completed: count.describe('How many have finished'),
      ended: count.describe('How many have left or were ended'),
      lessons: z.array(lessonOverview).describe('The lessons in order'),
    })
    .meta({ id: 'CourseOverview', description: 'Where the learners of a course are' }),
  errors: [courseNotFound],
});

export const listLearnerAttempts = defineEndpoint(
  'listLearnerAttempts',
  'GET /courses/:courseId/lessons/:lessonId/learners/:personId/attempts',
  {
    summary: 'Attempts of a learner at a quiz, the last first, for authors and staff',
    params: lessonId.extend({ personId: id.describe('Id of the learner') }),
    query: pageQuery,
    response: page(attemptListItem),
    errors: [courseNotFound, personNotFound, lessonNotFound],
  },
);

export const getLearnerAttempt = defineEndpoint('getLearnerAttempt', 'GET /courses/:courseId/attempts/:attemptId', {
  summary: 'An attempt of a learner with its answers and the key, for authors and staff',
  params: courseId.extend({ attemptId: id.describe('Id of the attempt') }),
  response: attempt,
  errors: [courseNotFound, attemptNotFound],
});
