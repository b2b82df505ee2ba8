import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, requestTimestamp, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { cohortNotFound } from './cohort.ts';
import { courseId, courseNotFound } from './course.ts';

export const codeNotFound = defineProblem('enrolment_code.not_found', 404, {
  en: 'There is no such code',
  ru: 'Такого кода нет',
});

const maxUses = z.int().min(1).max(100_000).nullable().describe('How many people may enrol with it; null any number');

const enrolmentCode = z
  .object({
    id: id.describe('Id of the code'),
    code: z.string().describe('The code: letters and digits that are not mistaken for one another'),
    cohortId: id.nullable().describe('Id of the cohort it leads into; null for none'),
    maxUses,
    uses: z.int().describe('How many people have enrolled with it'),
    expiresAt: timestamp.nullable().describe('Until when it works; null for ever'),
    createdAt: timestamp.describe('When it was made'),
  })
  .meta({ id: 'EnrolmentCode', description: 'A code that lets people enrol' });

export const createCode = defineEndpoint('createCode', 'POST /courses/:courseId/codes', {
  summary: 'Make a code that lets people enrol; a closed or paid course takes them with it',
  params: courseId,
  body: z.strictObject({
    cohortId: id.nullable().default(null).describe('Id of the cohort it leads into; null for none'),
    maxUses: maxUses.default(null),
    expiresAt: requestTimestamp.nullable().default(null).describe('Until when it works; null for ever'),
  }),
  response: enrolmentCode,
  status: 201,
  errors: [courseNotFound, cohortNotFound],
});

export const listCodes = defineEndpoint('listCodes', 'GET /courses/:courseId/codes', {
  summary: 'Codes of a course, the last first',
  params: courseId,
  query: pageQuery,
  response: page(enrolmentCode),
  errors: [courseNotFound],
});

export const deleteCode = defineEndpoint('deleteCode', 'DELETE /courses/:courseId/codes/:codeId', {
  summary: 'Take a code back; whoever has enrolled with it stays',
  params: courseId.extend({ codeId: id.describe('Id of the code') }),
  errors: [courseNotFound, codeNotFound],
});
