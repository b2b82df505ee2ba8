import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, timestamp } from '../shared/fields.ts';
import { fileName } from '../shared/file-name.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { storageQuotaExceeded, warnings } from './stored-file.ts';

export const attachmentNotFound = defineProblem('attachment.not_found', 404, {
  en: 'There is no such attachment',
  ru: 'Такого вложения нет',
});
export const attachmentNotReady = defineProblem('attachment.not_ready', 409, {
  en: 'The attachment is not read yet',
  ru: 'Вложение ещё не обработано',
});
export const attachmentFailed = defineProblem('attachment.failed', 409, {
  en: 'The attachment could not be read',
  ru: 'Вложение не удалось прочитать',
});
export const attachmentInUse = defineProblem('attachment.in_use', 409, {
  en: 'A programme uses the attachment',
  ru: 'Вложение использует программа',
});

export const attachmentTypes = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
  'text/markdown': 'md',
} as const;

const attachmentType = z.enum(Object.keys(attachmentTypes) as [keyof typeof attachmentTypes]);

// its keys, not empty

export const attachment = z
  .object({
    id: id.describe('Id of the attachment'),
    name: z.string().describe('Name of the file'),
    type: attachmentType.describe('Media type of the file'),
    size: z.int().describe('Bytes of the file'),
    status: z
      .enum(['waiting', 'reading', 'ready', 'failed'])
      .describe('`waiting` for the file, `reading` it, `ready` to build on, or `failed`'),
    failure: z
      .object({
        code: z.string().describe('Stable name of the failure'),
        message: z.string().describe('What to do about it, in the language of the caller'),
      })
      .nullable()
      .describe('Why it could not be read; null when it could'),
    characters: z.int().nullable().describe('Length of the text that was read; null before'),
    cut: z.boolean().describe('Whether there was more text than is kept'),
    warnings: warnings.describe('What the text lacks of the file'),
    createdAt: timestamp.describe('When it was announced'),
  })
  .meta({ id: 'Attachment', description: 'A text to build programmes on' });

export type Attachment = z.infer<typeof attachment>;

const attachmentId = z.strictObject({ attachmentId: id.describe('Id of the attachment') });

const announcedAttachment = attachment
  .extend({
    upload: z
      .object({
        url: z.url().describe('Address in the object store'),
        headers: z.record(z.string(), z.string()).describe('Headers the request must have'),
      })
      .describe('Where the file goes: `PUT` it there within ten minutes'),
  })
  .meta({ id: 'AnnouncedAttachment', description: 'An attachment that waits for its file' });

export const createAttachment = defineEndpoint('createAttachment', 'POST /programs/attachments', {
  summary: 'Announce a text to build on; upload it with PUT to the address, which is valid for ten minutes, then complete it',
  body: z.strictObject({
    name: fileName.meta({ description: 'Name of the file, without a path', examples: ['plan.docx'] }),
    type: attachmentType.describe('Media type of the file'),
    size: z
      .int()
      .min(1)
      .max(20_000_000)
      .meta({ description: 'Bytes of the file, at most 20 MB', examples: [24_576] }),
  }),
  response: announcedAttachment,
  status: 201,
  errors: [storageQuotaExceeded],
});

export const completeAttachment = defineEndpoint('completeAttachment', 'POST /programs/attachments/:attachmentId/complete', {
  summary: 'Say that the file is uploaded; its text is read in the background',
  params: attachmentId,
  response: attachment,
  status: 202,
  errors: [attachmentNotFound, attachmentNotReady],
});

export const getAttachment = defineEndpoint('getAttachment', 'GET /programs/attachments/:attachmentId', {
  summary: 'State of an attachment of one’s own',
  params: attachmentId,
  response: attachment,
  errors: [attachmentNotFound],
});

export const listAttachments = defineEndpoint('listAttachments', 'GET /programs/attachments', {
  summary: 'Attachments of one’s own, newest first',
  query: pageQuery,
  response: page(attachment),
});

export const deleteAttachment = defineEndpoint('deleteAttachment', 'DELETE /programs/attachments/:attachmentId', {
  summary: 'Delete an attachment that no programme uses',
  params: attachmentId,
  errors: [attachmentNotFound, attachmentInUse],
});
