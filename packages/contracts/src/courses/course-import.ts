import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, timestamp } from '../shared/fields.ts';
import { fileName } from '../shared/file-name.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { upload } from '../shared/upload.ts';
import { courseNotFound } from './course.ts';
import { exchangeFinding } from './exchange-finding.ts';

export const courseImportNotFound = defineProblem('course_import.not_found', 404, {
  en: 'There is no such import',
  ru: 'Такого импорта нет',
});
export const courseImportNotReady = defineProblem('course_import.not_ready', 409, {
  en: 'The file is not uploaded yet, or not as it was announced',
  ru: 'Файл ещё не загружен, или загружен не тот, что заявлен',
});
export const tooManyCourseImports = defineProblem('course_import.too_many', 409, {
  en: 'Twenty of your imports wait already: upload or wait for them first',
  ru: 'У вас уже двадцать незавершённых импортов: загрузите их файлы или дождитесь их',
});

export const courseFormats = ['lyceum', 'common-cartridge', 'scorm'] as const;

export const courseImport = z
  .object({
    id: id.describe('Id of the import'),
    name: z.string().describe('Name of the file'),
    size: z.int().describe('Bytes of the file'),
    status: z
      .enum(['waiting', 'queued', 'done', 'failed'])
      .describe('`waiting` for its upload, `queued` until it is read, then `done` or `failed`'),
    format: z.enum(courseFormats).nullable().describe('What the file is, as it says itself; null before it is read'),
    courseId: id.nullable().describe('Id of the course that was made, or that it is added to; null before'),
    reason: z.string().nullable().describe('Why it failed, in the language of the caller; null when it did not'),
    findings: z.array(exchangeFinding).describe('What was lost or changed, the first 1,000'),
    createdAt: timestamp.describe('When it was announced'),
    finishedAt: timestamp.nullable().describe('When it was done or failed; null before'),
  })
  .meta({ id: 'CourseImport', description: 'A package that becomes a course' });

const importId = z.strictObject({ importId: id.describe('Id of the import') });

export const announceCourseImport = defineEndpoint('announceCourseImport', 'POST /courses/imports', {
  summary: 'Announce a package of a course; upload it with PUT to the address, which is valid for an hour, then complete it',
  description:
    'Packages of this platform, of Common Cartridge 1.0 to 1.3 and of SCORM 1.2 and 2004 are read. What becomes of it is a draft, so the findings can be read before anybody learns in it. Imports are forgotten after seven days.',
  body: z.strictObject({
    name: fileName.meta({ description: 'Name of the file, without a path', examples: ['course.zip'] }),
    size: z
      .int()
      .min(1)
      .max(5_300_000_000)
      .meta({ description: 'Bytes of the file, at most 5.3 GB', examples: [1_048_576] }),
    courseId: id
      .nullable()
      .default(null)
      .describe('Id of a course to whose draft its modules are added; null makes a new course'),
  }),
  response: courseImport
    .extend({ upload: upload.describe('Where the package goes: `PUT` it there within an hour') })
    .meta({ id: 'AnnouncedCourseImport', description: 'An import that waits for its upload' }),
  status: 201,
  errors: [courseNotFound, tooManyCourseImports],
});

export const completeCourseImport = defineEndpoint('completeCourseImport', 'POST /courses/imports/:importId/complete', {
  summary: 'Say that a package is uploaded, so that it is read; a repeat changes nothing',
  params: importId,
  response: courseImport,
  errors: [courseImportNotFound, courseImportNotReady, courseNotFound],
});

export const listCourseImports = defineEndpoint('listCourseImports', 'GET /courses/imports', {
  summary: 'One’s own imports, the last announced first',
  query: pageQuery,
  response: page(courseImport),
});

export const getCourseImport = defineEndpoint('getCourseImport', 'GET /courses/imports/:importId', {
  summary: 'An import of one’s own: how far it is, and what was lost or changed',
  params: importId,
  response: courseImport,
  errors: [courseImportNotFound],
});
