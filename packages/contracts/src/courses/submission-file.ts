import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id } from '../shared/fields.ts';
import { fileName } from '../shared/file-name.ts';
import { mediaType, upload } from '../shared/upload.ts';
import { lessonNoAssignment } from './assignment.ts';
import { courseNotFound } from './course.ts';
import { lessonId, lessonNotFound } from './draft.ts';
import { lessonLocked } from './lesson-lock.ts';
import { submissionFile, submissionFileNotFound, submissionFileNotReady } from './submission-parts.ts';

export const submissionFilesNotTaken = defineProblem('submission.files_not_taken', 422, {
  en: 'The assignment takes no files',
  ru: 'Файлы к этому заданию не принимаются',
});
export const submissionStorageFull = defineProblem('submission.storage_full', 409, {
  en: 'Your files of this course have 200 MB or are 100 already',
  ru: 'Ваши файлы на этом курсе уже занимают 200 МБ, или их уже 100',
});
export const submissionFileReplaced = defineProblem('submission_file.replaced', 409, {
  en: 'The file is not the one that was handed in: it was replaced or removed since',
  ru: 'Файл не тот, что был сдан: с тех пор его заменили или удалили',
});

const announcedFile = submissionFile
  .extend({
    upload: upload.describe('Where the file goes: `PUT` it there within ten minutes'),
  })
  .meta({ id: 'AnnouncedSubmissionFile', description: 'A file of a submission that waits for its upload' });

const fileId = z.strictObject({ fileId: id.describe('Id of the file') });

export const announceSubmissionFile = defineEndpoint(
  'announceSubmissionFile',
  'POST /courses/:courseId/lessons/:lessonId/submission/files',
  {
    summary:
      'Announce a file for an assignment; upload it with PUT to the address, which is valid for ten minutes, then complete it',
    description: 'A file that no submission names is deleted after a day.',
    params: lessonId,
    body: z.strictObject({
      name: fileName.meta({ description: 'Name of the file, without a path', examples: ['essay.pdf'] }),
      type: mediaType.meta({ description: 'Media type of the file', examples: ['application/pdf'] }),
      size: z
        .int()
        .min(1)
        .max(20_000_000)
        .meta({ description: 'Bytes of the file, at most 20 MB', examples: [24_576] }),
    }),
    response: announcedFile,
    status: 201,
    errors: [courseNotFound, lessonNotFound, lessonLocked, lessonNoAssignment, submissionFilesNotTaken, submissionStorageFull],
  },
);

export const completeSubmissionFile = defineEndpoint(
  'completeSubmissionFile',
  'POST /courses/submissions/files/:fileId/complete',
  {
    summary: 'Say that a file is uploaded; its size and type must be as announced, and a repeat changes nothing',
    params: fileId,
    response: submissionFile,
    errors: [submissionFileNotFound, submissionFileNotReady],
  },
);

export const downloadSubmissionFile = defineEndpoint('downloadSubmissionFile', 'GET /courses/submissions/files/:fileId', {
  summary: 'Redirect to the file in the object store, for its learner and, once it is handed in, for authors and teachers',
  params: fileId,
  response: z.object({ location: z.url().describe('Address of the file; it is sent as the header `Location`') }),
  status: 303,
  errors: [submissionFileNotFound, submissionFileNotReady, submissionFileReplaced],
});
