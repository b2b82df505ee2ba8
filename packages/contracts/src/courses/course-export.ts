import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, timestamp } from '../shared/fields.ts';
import { courseId, courseNotFound } from './course.ts';
import { exchangeFinding } from './exchange-finding.ts';

export const courseExportNotFound = defineProblem('course_export.not_found', 404, {
  en: 'There is no such export',
  ru: 'Такого экспорта нет',
});
export const courseExportNotReady = defineProblem('course_export.not_ready', 409, {
  en: 'The package is not made yet, or could not be made',
  ru: 'Пакет ещё не готов, или собрать его не удалось',
});

export const courseExport = z
  .object({
    id: id.describe('Id of the export'),
    courseId: id.describe('Id of the course'),
    format: z
      .enum(['lyceum', 'common-cartridge'])
      .describe('`lyceum` loses nothing; `common-cartridge` (1.3) is what other systems read'),
    status: z.enum(['queued', 'done', 'failed']).describe('`queued` until it is made, then `done` or `failed`'),
    size: z.int().nullable().describe('Bytes of the package; null before it is made'),
    reason: z.string().nullable().describe('Why it failed, in the language of the caller; null when it did not'),
    findings: z.array(exchangeFinding).describe('What the format cannot hold, the first 1,000'),
    createdAt: timestamp.describe('When it was asked for'),
    finishedAt: timestamp.nullable().describe('When it was done or failed; null before'),
  })
  .meta({ id: 'CourseExport', description: 'A course as a package' });

const exportId = courseId.extend({ exportId: id.describe('Id of the export') });

export const exportCourse = defineEndpoint('exportCourse', 'POST /courses/:courseId/exports', {
  summary: 'Order a package of the draft of a course, for authors and staff; the same order again gives the one that is queued',
  description: 'It is deleted after seven days.',
  params: courseId,
  body: z.strictObject({ format: courseExport.shape.format }),
  response: courseExport,
  status: 201,
  errors: [courseNotFound],
});

export const getCourseExport = defineEndpoint('getCourseExport', 'GET /courses/:courseId/exports/:exportId', {
  summary: 'An export of one’s own: how far it is, and what the format cannot hold',
  params: exportId,
  response: courseExport,
  errors: [courseNotFound, courseExportNotFound],
});

export const downloadCourseExport = defineEndpoint('downloadCourseExport', 'GET /courses/:courseId/exports/:exportId/file', {
  summary: 'Redirect to the package in the object store',
  params: exportId,
  response: z.object({ location: z.url().describe('Address of the package; it is sent as the header `Location`') }),
  status: 303,
  errors: [courseNotFound, courseExportNotFound, courseExportNotReady],
});
