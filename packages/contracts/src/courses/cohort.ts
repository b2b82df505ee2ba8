import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line, requestTimestamp, timestamp, version } from '../shared/fields.ts';
import { courseId, courseNotFound } from './course.ts';

export const cohortNotFound = defineProblem('cohort.not_found', 404, {
  en: 'There is no such cohort',
  ru: 'Такой группы нет',
});
export const cohortFull = defineProblem('cohort.full', 409, {
  en: 'The cohort has no free seat',
  ru: 'В группе нет свободных мест',
});
export const cohortNameTaken = defineProblem('cohort.name_taken', 409, {
  en: 'Another cohort of the course has this name',
  ru: 'Группа с таким названием на курсе уже есть',
});
export const cohortInUse = defineProblem('cohort.in_use', 409, {
  en: 'People are or were in the cohort',
  ru: 'В группе есть или были люди',
});
export const cohortTooSmall = defineProblem('cohort.too_small', 422, {
  en: 'More people are in the cohort than it would have seats',
  ru: 'В группе больше людей, чем было бы мест',
});
export const cohortDatesReversed = defineProblem('cohort.dates_reversed', 422, {
  en: 'The cohort would end before it begins',
  ru: 'Группа закончила бы раньше, чем начала',
});
export const cohortTooMany = defineProblem('cohort.too_many', 409, {
  en: 'The course has 200 cohorts already',
  ru: 'На курсе уже 200 групп',
});

const fields = {
  name: line(1, 100).meta({ description: 'Name of the cohort', examples: ['Осень 2026'] }),
  startsAt: requestTimestamp.nullable().describe('When its lessons open; null at once'),
  endsAt: requestTimestamp.nullable().describe('When its lessons close; null never'),
  seats: z.int().min(1).max(100_000).nullable().describe('How many people it takes; null any number'),
};

const cohort = z
  .object({
    ...fields,
    startsAt: timestamp.nullable().describe('When its lessons open; null at once'),
    endsAt: timestamp.nullable().describe('When its lessons close; null never'),
    id: id.describe('Id of the cohort'),
    courseId: id.describe('Id of the course'),
    seatsTaken: z.int().describe('How many people are in it'),
    version,
  })
  .meta({ id: 'Cohort', description: 'People who learn a course together' });

export type Cohort = z.output<typeof cohort>;

const body = z.strictObject({
  ...fields,
  startsAt: fields.startsAt.default(null),
  endsAt: fields.endsAt.default(null),
  seats: fields.seats.default(null),
});

const cohortId = courseId.extend({ cohortId: id.describe('Id of the cohort') });

export const createCohort = defineEndpoint('createCohort', 'POST /courses/:courseId/cohorts', {
  summary: 'Make a cohort with its dates and seats',
  params: courseId,
  body,
  response: cohort,
  status: 201,
  errors: [courseNotFound, cohortNameTaken, cohortDatesReversed, cohortTooMany],
});

export const listCohorts = defineEndpoint('listCohorts', 'GET /courses/:courseId/cohorts', {
  summary: 'Cohorts of a course by their names',
  params: courseId,
  response: z.object({ items: z.array(cohort).describe('The cohorts') }),
  errors: [courseNotFound],
});

export const updateCohort = defineEndpoint('updateCohort', 'PUT /courses/:courseId/cohorts/:cohortId', {
  summary: 'Change name, dates and seats of a cohort',
  params: cohortId,
  body,
  response: cohort,
  errors: [courseNotFound, cohortNotFound, cohortNameTaken, cohortDatesReversed, cohortTooSmall],
  ifMatch: true,
});

export const deleteCohort = defineEndpoint('deleteCohort', 'DELETE /courses/:courseId/cohorts/:cohortId', {
  summary: 'Delete a cohort nobody was ever in',
  params: cohortId,
  errors: [courseNotFound, cohortNotFound, cohortInUse],
});
