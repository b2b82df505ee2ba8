import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { bounded, id, line, version, wholeNumber } from '../shared/fields.ts';
import { pageQuery } from '../shared/pagination.ts';
import { explain } from '../shared/texts.ts';
import { courseId, courseNotFound } from './course.ts';
import { enrolmentNotFound } from './enrolment.ts';
import { partId } from './part-id.ts';

export const gradebookUnknownItem = defineProblem('gradebook.unknown_item', 422, {
  en: 'The course has no such graded lesson or the gradebook no such category',
  ru: 'В курсе нет такого оцениваемого урока или в журнале нет такой категории',
});

const weight = z.number().min(0).max(1000).describe('How much it counts among its like; 0 counts for nothing');

const category = z
  .strictObject({
    id: partId.meta({ description: 'Names the category for its whole life', examples: ['quizzes'] }),
    title: line(1, 100).describe('Title of the category'),
    weight,
    dropLowest: z.int().min(0).max(50).default(0).describe('How many of the lowest results do not count'),
  })
  .meta({ id: 'GradebookCategory', description: 'Graded lessons that count together' });

const idsDiffer = (list: readonly { id: string }[]) => new Set(list.map((one) => one.id)).size === list.length;

const lessonsDiffer = (list: readonly { lessonId: string }[]) => new Set(list.map((one) => one.lessonId)).size === list.length;

const settings = z.strictObject({
  categories: z
    .array(category)
    .max(30)
    .refine(idsDiffer, explain({ en: 'Two categories have the same id', ru: 'У двух категорий одинаковый идентификатор' }))
    .describe('Categories in order; without any all lessons count together'),
  items: z
    .array(
      z.strictObject({
        lessonId: id.describe('Id of a quiz, an assignment or a part of a SCORM package that is finished by its score'),
        categoryId: partId.nullable().default(null).describe('Id of its category; null for none'),
        weight: weight.default(1),
      }),
    )
    .max(500)
    .refine(lessonsDiffer, explain({ en: 'A lesson is there twice', ru: 'Урок указан дважды' }))
    .describe('Lessons that are in a category or count more or less than others'),
  ungraded: z.enum(['ignored', 'zero']).describe('What a lesson without a result counts as: nothing yet, or zero'),
});

export type GradebookSettings = z.output<typeof settings>;

export const gradebookSettings = settings
  .extend({ version })
  .meta({ id: 'GradebookSettings', description: 'How results of lessons make the grade of a course' });

const gradedItem = z
  .object({
    lessonId: id.describe('Id of the lesson'),
    title: z.string().describe('Title of the lesson'),
    type: z.enum(['quiz', 'assignment', 'scorm']).describe('Type of the lesson'),
    categoryId: z.string().nullable().describe('Id of its category; null for none'),
    weight: z.number().describe('How much it counts in its category'),
    peerReview: z.boolean().describe('Whether it is an assignment whose learners review each other’s work'),
  })
  .meta({ id: 'GradedItem', description: 'A lesson that is graded' });

const percent = z.number().nullable();

const totals = {
  categories: z
    .array(
      z.object({
        id: z.string().describe('Id of the category'),
        percent: percent.describe('Its percent; null before any result'),
      }),
    )
    .describe('Percent of each category in the order of the settings'),
  total: percent.describe('Grade of the course in percent; null before any result'),
};

const gradebookRow = z
  .object({
    personId: id.describe('Id of the learner'),
    name: z.string().describe('Name of the learner'),
    email: z.string().describe('Address of the learner'),
    cohortId: id.nullable().describe('Id of the cohort; null for none'),
    percents: z.array(percent).describe('Result of each item in their order; null without one'),
    ...totals,
  })
  .meta({ id: 'GradebookRow', description: 'Results of a learner' });

export const getGradebookSettings = defineEndpoint('getGradebookSettings', 'GET /courses/:courseId/gradebook/settings', {
  summary: 'How the grade of the course is made, for authors and staff',
  params: courseId,
  response: gradebookSettings,
  errors: [courseNotFound],
});

export const putGradebookSettings = defineEndpoint('putGradebookSettings', 'PUT /courses/:courseId/gradebook/settings', {
  summary: 'Say how the grade of the course is made; it holds at once for everybody',
  params: courseId,
  body: settings,
  response: gradebookSettings,
  errors: [courseNotFound, gradebookUnknownItem],
  ifMatch: true,
});

export const getGradebook = defineEndpoint('getGradebook', 'GET /courses/:courseId/gradebook', {
  summary: 'Results of the learners of a course by their graded lessons, for authors and staff; the last enrolled first',
  params: courseId,
  query: pageQuery.extend({
    limit: wholeNumber(1, 500).default(100).describe('How many learners a page has at most; 100 by default'),
    cohortId: id.optional().describe('Learners of this cohort'),
  }),
  response: z.object({
    items: z.array(gradebookRow).describe('The learners of this page'),
    nextCursor: z.string().nullable().describe('`cursor` of the next page; null on the last one'),
    lessons: z
      .array(gradedItem)
      .describe('Graded lessons of the last revision, in order, and after them those that earlier ones have'),
  }),
  errors: [courseNotFound],
});

export const getOwnGrades = defineEndpoint('getOwnGrades', 'GET /courses/:courseId/grades', {
  summary: 'One’s own results in a course and what they come to',
  params: courseId,
  response: z
    .object({
      lessons: z
        .array(gradedItem.extend({ percent: percent.describe('The result; null without one') }))
        .describe('Graded lessons of the revision one learns by'),
      ...totals,
    })
    .meta({ id: 'OwnGrades', description: 'Results of one learner' }),
  errors: [courseNotFound, enrolmentNotFound],
});

export const exportGradebook = defineEndpoint('exportGradebook', 'GET /courses/:courseId/gradebook/export', {
  summary: 'The gradebook of all learners as a file, up to 5,000 of them',
  params: courseId,
  query: z.strictObject({
    format: z
      .enum(['csv', 'xlsx'])
      .describe('`csv` is UTF-8 with a byte order mark; cells that a spreadsheet would run are quoted'),
    cohortId: id.optional().describe('Learners of this cohort'),
  }),
  response: z.object({
    name: bounded(300).describe('Name for the file'),
    mediaType: z.string().describe('Media type of the file'),
    file: z.string().describe('Its bytes in base64'),
  }),
  errors: [courseNotFound],
});
