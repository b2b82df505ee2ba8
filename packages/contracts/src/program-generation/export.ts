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
    id,
    programId: id,
    documentVersion: z.int(),
    format: z.enum(exportFormats),
    profile: z.enum(layoutProfiles),
    letterhead: z.boolean(),
    status: z.enum(['queued', 'ready', 'failed']),
    failure: z.string().nullable(),
    /** Bytes of the file. */
    size: z.int().nullable(),
    missingCharacters: z.array(z.string()).describe('No font has them, so the file shows U+FFFD instead; at most 100'),
    warnings: warnings.describe('What the file lacks of the document'),
    createdAt: timestamp,
  })
  .meta({ id: 'ProgramExport' });

export type ExportFile = z.infer<typeof exportFile>;

const exportOptions = z.strictObject({
  format: z.enum(exportFormats).default('docx'),
  profile: z.enum(layoutProfiles).default('gost-7.32'),
  letterhead: z.boolean().default(false),
});

export const createExport = defineEndpoint('POST /programs/:programId/exports', {
  summary: 'Have a file made in the background; the same order of the same version is the same file',
  params: programId,
  body: exportOptions,
  response: exportFile,
  status: 202,
  errors: [programNotFound, programNotReady, storageQuotaExceeded],
});

export const getExport = defineEndpoint('GET /programs/:programId/exports/:exportId', {
  summary: 'State of a file',
  params: z.strictObject({ programId: id, exportId: id }),
  response: exportFile,
  errors: [programNotFound, exportNotFound],
});

export const downloadExport = defineEndpoint('GET /programs/:programId/exports/:exportId/file', {
  summary: 'Redirect to the file in the object store; the address is valid for five minutes',
  params: z.strictObject({ programId: id, exportId: id }),
  response: z.object({ location: z.url() }),
  status: 303,
  errors: [programNotFound, exportNotFound, exportNotReady, exportFailed],
});

export const exportProgram = defineEndpoint('GET /programs/:programId/export', {
  summary: 'Redirect to the file of the current version, if it is made; the .docx is made with the programme',
  params: programId,
  query: z.strictObject({
    format: exportOptions.shape.format,
    profile: exportOptions.shape.profile,
    letterhead: flag.default(false),
  }),
  response: z.object({ location: z.url() }),
  status: 303,
  errors: [programNotFound, programNotReady, exportNotOrdered, exportNotReady, exportFailed],
});

export const previewProgram = defineEndpoint('GET /programs/:programId/preview', {
  summary: 'The document as a page of HTML without scripts',
  params: programId,
  query: z.strictObject({ profile: exportOptions.shape.profile }),
  response: z.object({ html: z.string() }),
  errors: [programNotFound, programNotReady],
});
