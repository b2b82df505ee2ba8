import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { explain } from '../shared/texts.ts';
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
    id,
    name: z.string(),
    type: attachmentType,
    size: z.int(),
    status: z.enum(['waiting', 'reading', 'ready', 'failed']),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    /** Of the text that was read. */
    characters: z.int().nullable(),
    cut: z.boolean().describe('Whether there was more text than is kept'),
    warnings: warnings.describe('What the text lacks of the file'),
    createdAt: timestamp,
  })
  .meta({ id: 'Attachment' });

export type Attachment = z.infer<typeof attachment>;

const attachmentId = z.strictObject({ attachmentId: id });

/** A name without a path, that reads as it is written: U+202E makes `doc.exe` of `exe.cod`. */
const fileName = line(1, 200).refine(
  (name) => !/[/\\\u202A-\u202E\u2066-\u2069]/.test(name),
  explain({
    en: 'A file name has no slashes and no marks of the direction of writing',
    ru: 'В имени файла недопустимы косые черты и знаки направления письма',
  }),
);

export const createAttachment = defineEndpoint('POST /programs/attachments', {
  summary: 'Announce a text to build on; upload it with PUT to the address, which is valid for ten minutes, then complete it',
  body: z.strictObject({ name: fileName, type: attachmentType, size: z.int().min(1).max(20_000_000) }),
  response: attachment.extend({
    upload: z.object({ url: z.url(), headers: z.record(z.string(), z.string()) }),
  }),
  status: 201,
  errors: [storageQuotaExceeded],
});

export const completeAttachment = defineEndpoint('POST /programs/attachments/:attachmentId/complete', {
  summary: 'Say that the file is uploaded; its text is read in the background',
  params: attachmentId,
  response: attachment,
  status: 202,
  errors: [attachmentNotFound, attachmentNotReady],
});

export const getAttachment = defineEndpoint('GET /programs/attachments/:attachmentId', {
  summary: 'State of an attachment of one’s own',
  params: attachmentId,
  response: attachment,
  errors: [attachmentNotFound],
});

export const listAttachments = defineEndpoint('GET /programs/attachments', {
  summary: 'Attachments of one’s own, newest first',
  query: pageQuery,
  response: page(attachment),
});

export const deleteAttachment = defineEndpoint('DELETE /programs/attachments/:attachmentId', {
  summary: 'Delete an attachment that no programme uses',
  params: attachmentId,
  errors: [attachmentNotFound, attachmentInUse],
});
