import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { flag, id, timestamp } from '../shared/fields.ts';
import { programId, programNotFound, programNotReady } from './program.ts';
import { storageQuotaExceeded, warnings } from './stored-file.ts';

export const exportNotFound = defineProblem('export.not_found', 404, {
  en: 'There is no such export',
  ru: 'Такого экспорта нет',
});
export const exportNotOrdered = defineProblem('export.not_ordered', 404, {
  en: 'This file of the current version was never ordered',
  ru: 'Этот файл текущей версии не заказан',
});
export const exportNotReady = defineProblem('export.not_ready', 409, { en: 'The file is not made yet', ru: 'Файл ещё не готов' });
export const exportFailed = defineProblem('export.failed', 409, {
  en: 'The file could not be made; order it again',
  ru: 'Файл не удалось создать; закажите его снова',
});

export const exportFormats = ['docx', 'pdf', 'html', 'md'] as const;

export const layoutProfiles = ['gost-7.32', 'gost-7.0.97'] as const;

export const exportFile = z
  .object({
    id: id.describe('Id of the file'),
    programId: id.describe('Id of the programme'),
    documentVersion: z.int().describe('Version of the document it shows'),
    format: z.enum(exportFormats).describe('Format of the file'),
    profile: z.enum(layoutProfiles).describe('Standard its pages follow'),
    letterhead: z.boolean().describe('Whether the title page has the letterhead of the school'),
    status: z.enum(['queued', 'ready', 'failed']).describe('`queued` until it is made or given up'),
    failure: z.string().nullable().describe('Why it could not be made; null when it could'),
    size: z.int().nullable().describe('Bytes of the file; null before it is made'),
    missingCharacters: z.array(z.string()).describe('No font has them, so the file shows U+FFFD instead; at most 100'),
    warnings: warnings.describe('What the file lacks of the document'),
    createdAt: timestamp.describe('When it was ordered'),
  })
  .meta({ id: 'ProgramExport', description: 'A file made of one version of a programme' });

export type ExportFile = z.infer<typeof exportFile>;

const exportOptions = z.strictObject({
  format: z.enum(exportFormats).default('docx').describe('Format of the file'),
  profile: z
    .enum(layoutProfiles)
    .default('gost-7.32')
    .describe('Standard the pages follow: ГОСТ 7.32 for reports, ГОСТ Р 7.0.97 for organisational documents'),
  letterhead: z.boolean().default(false).describe('Whether the title page has the letterhead of the school'),
});

const exportParams = z.strictObject({ programId: id.describe('Id of the programme'), exportId: id.describe('Id of the file') });

export const createExport = defineEndpoint('createExport', 'POST /programs/:programId/exports', {
  summary: 'Have a file made in the background; the same order of the same version is the same file',
  params: programId,
  body: exportOptions,
  response: exportFile,
  status: 202,
  errors: [programNotFound, programNotReady, storageQuotaExceeded],
});

export const getExport = defineEndpoint('getExport', 'GET /programs/:programId/exports/:exportId', {
  summary: 'State of a file',
  params: exportParams,
  response: exportFile,
  errors: [programNotFound, exportNotFound],
});

export const downloadExport = defineEndpoint('downloadExport', 'GET /programs/:programId/exports/:exportId/file', {
  summary: 'Redirect to the file in the object store; the address is valid for five minutes',
  params: exportParams,
  response: z.object({ location: z.url().describe('Address of the file; it is sent as the header `Location`') }),
  status: 303,
  errors: [programNotFound, exportNotFound, exportNotReady, exportFailed],
});

export const exportProgram = defineEndpoint('exportProgram', 'GET /programs/:programId/export', {
  summary: 'Redirect to the file of the current version, if it is made; the .docx is made with the programme',
  params: programId,
  query: z.strictObject({
    format: exportOptions.shape.format,
    profile: exportOptions.shape.profile,
    letterhead: flag.default(false).describe('Whether the title page has the letterhead of the school'),
  }),
  response: z.object({ location: z.url().describe('Address of the file; it is sent as the header `Location`') }),
  status: 303,
  errors: [programNotFound, programNotReady, exportNotOrdered, exportNotReady, exportFailed],
});

export const previewProgram = defineEndpoint('previewProgram', 'GET /programs/:programId/preview', {
  summary: 'The document as a page of HTML without scripts',
  params: programId,
  query: z.strictObject({ profile: exportOptions.shape.profile }),
  response: z.object({ html: z.string().describe('A whole page') }),
  errors: [programNotFound, programNotReady],
});
