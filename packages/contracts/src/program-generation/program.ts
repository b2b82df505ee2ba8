import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line, locale, timestamp, wholeNumber } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { attachmentFailed, attachmentNotFound, attachmentNotReady } from './attachment.ts';
import { finding } from './finding.ts';
import { programDocument, programKinds, programLevels } from './program-document.ts';
import { programRequest } from './program-request.ts';

export const programs = {
  approve: definePermission('programs.approve', ['staff', 'admin']),
  create: definePermission('programs.create', ['user', 'staff', 'admin']),
  readOwn: definePermission('programs.read-own', ['user', 'staff', 'admin']),
  readAny: definePermission('programs.read-any', ['staff', 'admin']),
  updateAny: definePermission('programs.update-any', ['staff', 'admin']),
  updateOwn: definePermission('programs.update-own', ['user', 'staff', 'admin']),
};

export const programNotFound = defineProblem('program.not_found', 404, {
  en: 'There is no such programme',
  ru: 'Такой программы нет',
});
export const programTooFewHours = defineProblem('program.too_few_hours', 422, {
  en: 'A programme of this kind needs more hours',
  ru: 'Для программы этого вида часов недостаточно',
});
export const programNotReady = defineProblem('program.not_ready', 409, {
  en: 'The programme is not generated yet',
  ru: 'Программа ещё не сгенерирована',
});
export const programWrongStatus = defineProblem('program.wrong_status', 409, {
  en: 'The status of the programme does not allow this',
  ru: 'Статус программы этого не допускает',
});

export const generationStates = ['queued', 'generating', 'ready', 'failed', 'cancelled'] as const;

export const programStatuses = ['draft', 'review', 'approved', 'archived'] as const;

/** `step` is what it works at, in the caller's language; `failure` says what failed and how to go on. */
export const generation = z
  .object({
    state: z.enum(generationStates),
    /** Whole percent. */
    progress: z.int().min(0).max(100),
    step: z.string().nullable(),
    failure: z.object({ code: z.string(), message: z.string(), resumable: z.boolean() }).nullable(),
    /** What wrote the document: models by name, none when no language model was used. */
    models: z.array(z.string()),
    tokens: z.int().describe('Tokens the generation used so far'),
  })
  .meta({ id: 'ProgramGeneration' });

export type Generation = z.infer<typeof generation>;

const programSummary = z.object({
  id,
  ownerId: id,
  title: z.string(),
  kind: z.enum(programKinds),
  audience: z.string(),
  level: z.enum(programLevels),
  hours: z.int(),
  language: locale,
  status: z.enum(programStatuses),
  generation,
  /** Broken rules, as `findings` lists them. */
  errors: z.int(),
  warnings: z.int(),
  createdAt: timestamp,
  updatedAt: timestamp,
  version: z.int().describe('Grows with every change; the ETag'),
});

export const programListItem = programSummary.meta({ id: 'ProgramListItem' });

export type ProgramListItem = z.infer<typeof programListItem>;

export const program = programSummary
  .extend({
    request: programRequest,
    document: programDocument.nullable(),
    documentVersion: z.int().describe('Number of the document among its versions, 0 while there is none'),
    findings: z.array(finding).describe('At most 100 of each rule and severity'),
    locks: z.array(z.object({ block: z.string(), by: id, at: timestamp })),
    approval: z.object({ by: id, at: timestamp }).nullable(),
  })
  .meta({ id: 'Program' });

export type Program = z.infer<typeof program>;

export const programId = z.strictObject({ programId: id });

export const createProgram = defineEndpoint('POST /programs', {
  summary: 'Order a programme; it is generated in the background',
  body: programRequest,
  response: program,
  status: 202,
  errors: [programTooFewHours, attachmentNotFound, attachmentNotReady, attachmentFailed],
  idempotent: true,
});

export const getProgram = defineEndpoint('GET /programs/:programId', {
  summary: 'A programme with its state, progress, findings and, when ready, its document',
  params: programId,
  response: program,
  errors: [programNotFound],
});

export const listPrograms = defineEndpoint('GET /programs', {
  summary: 'Own programmes; staff see all of the space',
  query: pageQuery.extend({
    sort: z
      .enum(['-createdAt', 'createdAt', '-updatedAt', 'updatedAt', 'title', '-title', 'hours', '-hours'])
      .default('-createdAt'),
    kind: z.enum(programKinds).optional(),
    level: z.enum(programLevels).optional(),
    language: locale.optional(),
    status: z.enum(programStatuses).optional(),
    generation: z.enum(generationStates).optional(),
    ownerId: id.optional(),
    hoursFrom: wholeNumber(0, 100_000).optional(),
    hoursTo: wholeNumber(0, 100_000).optional(),
    q: line(1, 200).optional().describe('Words of the programme, Russian or English, in any of their forms'),
  }),
  response: page(programListItem),
});

export const deleteProgram = defineEndpoint('DELETE /programs/:programId', {
  summary: 'Delete a programme that is not approved, with its versions and files',
  params: programId,
  errors: [programNotFound, programWrongStatus],
});

export const duplicateProgram = defineEndpoint('POST /programs/:programId/duplicate', {
  summary: 'A draft of one’s own with the same document',
  params: programId,
  body: z.strictObject({ title: line(3, 300).optional() }),
  response: program,
  status: 201,
  errors: [programNotFound, programNotReady],
});

export const programEventFields = z.object({ programId: id, ownerId: id, title: z.string(), occurredAt: timestamp });
