import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, timestamp } from '../shared/fields.ts';
import { fileName } from '../shared/file-name.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { mediaType, upload, uploadStatus } from '../shared/upload.ts';
import { courseId, courseNotFound } from './course.ts';

export const courseFileNotFound = defineProblem('course_file.not_found', 404, {
  en: 'There is no such file of a course',
  ru: 'Такого файла курса нет',
});
export const courseFileNotReady = defineProblem('course_file.not_ready', 409, {
  en: 'The file is not uploaded yet, or not as it was announced',
  ru: 'Файл ещё не загружен, или загружен не тот, что заявлен',
});
export const courseFileInUse = defineProblem('course_file.in_use', 409, {
  en: 'A lesson of the draft or of a revision has the file',
  ru: 'Файл есть в уроке черновика или опубликованной версии курса',
});
export const courseStorageFull = defineProblem('course.storage_full', 409, {
  en: 'The files of the course have 5 GB or are 1,000 already',
  ru: 'Файлы курса уже занимают 5 ГБ, или их уже 1000',
});

/** Bytes of a file of a course. */
export const maxCourseFileBytes = 1_000_000_000;

export const courseFile = z
  .object({
    id: id.describe('Id of the file'),
    name: z.string().describe('Name of the file'),
    type: z.string().describe('Media type of the file'),
    size: z.int().describe('Bytes of the file'),
    status: uploadStatus.describe('`waiting` for its upload, or `ready` for lessons'),
    createdAt: timestamp.describe('When it was announced'),
  })
  .meta({ id: 'CourseFile', description: 'A file of a course' });

const courseFileId = courseId.extend({ courseFileId: id.describe('Id of the file') });

export const announceCourseFile = defineEndpoint('announceCourseFile', 'POST /courses/:courseId/files', {
  summary: 'Announce a file for lessons; upload it with PUT to the address, which is valid for an hour, then complete it',
  description: 'A file that no lesson has is deleted after seven days.',
  params: courseId,
  body: z.strictObject({
    name: fileName.meta({ description: 'Name of the file, without a path', examples: ['handout.pdf'] }),
    type: mediaType.meta({ description: 'Media type of the file', examples: ['application/pdf'] }),
    size: z
      .int()
      .min(1)
      .max(maxCourseFileBytes)
      .meta({ description: 'Bytes of the file, at most 1 GB', examples: [24_576] }),
  }),
  response: courseFile
    .extend({ upload: upload.describe('Where the file goes: `PUT` it there within an hour') })
    .meta({ id: 'AnnouncedCourseFile', description: 'A file of a course that waits for its upload' }),
  status: 201,
  errors: [courseNotFound, courseStorageFull],
});

export const completeCourseFile = defineEndpoint('completeCourseFile', 'POST /courses/:courseId/files/:courseFileId/complete', {
  summary: 'Say that a file is uploaded; its size and type must be as announced, and a repeat changes nothing',
  params: courseFileId,
  response: courseFile,
  errors: [courseNotFound, courseFileNotFound, courseFileNotReady],
});

export const listCourseFiles = defineEndpoint('listCourseFiles', 'GET /courses/:courseId/files', {
  summary: 'Files of a course, the last announced first',
  params: courseId,
  query: pageQuery,
  response: page(courseFile),
  errors: [courseNotFound],
});

export const downloadCourseFile = defineEndpoint('downloadCourseFile', 'GET /courses/:courseId/files/:courseFileId', {
  summary: 'Redirect to a file in the object store, for authors and teachers',
  params: courseFileId,
  response: z.object({ location: z.url().describe('Address of the file; it is sent as the header `Location`') }),
  status: 303,
  errors: [courseNotFound, courseFileNotFound, courseFileNotReady],
});

export const deleteCourseFile = defineEndpoint('deleteCourseFile', 'DELETE /courses/:courseId/files/:courseFileId', {
  summary: 'Delete a file that no lesson has',
  params: courseFileId,
  errors: [courseNotFound, courseFileNotFound, courseFileInUse],
});
