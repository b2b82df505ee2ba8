import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line, locale, timestamp, version, wholeNumber } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { attachmentFailed, attachmentNotFound, attachmentNotReady } from './attachment.ts';
import { finding } from './finding.ts';
import { programDocument, programKind, programLevel } from './program-document.ts';
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

export const generation = z
  .object({
    state: z.enum(generationStates).describe('Where the generation is'),
    progress: z.int().min(0).max(100).describe('Whole percent'),
    step: z.string().nullable().describe('What it works at, in the language of the caller; null while it does not work'),
    failure: z
      .object({
        code: z.string().describe('Stable name of the failure'),
        message: z.string().describe('What to do about it, in the language of the caller'),
        resumable: z.boolean().describe('Whether `resumeGeneration` can go on with it'),
      })
      .nullable()
      .describe('What failed; null when nothing did'),
    models: z.array(z.string()).describe('What wrote the document: models by name, none when no language model was used'),
    tokens: z.int().describe('Tokens the generation used so far'),
  })
  .meta({ id: 'ProgramGeneration', description: 'How far the writing of a programme has come' });

export type Generation = z.infer<typeof generation>;

const programSummary = z.object({
  id: id.describe('Id of the programme'),
  ownerId: id.describe('Id of the person who ordered it'),
  title: z.string().describe('Title of the programme'),
  kind: programKind,
  audience: z.string().describe('Whom it teaches'),
  level: programLevel,
  hours: z.int().describe('Academic hours of 45 minutes'),
  language: locale.describe('Language of the document'),
  status: z.enum(programStatuses).describe('Where the programme is on its way to approval'),
  generation,
  errors: z.int().describe('How many rules are broken that keep it from being approved'),
  warnings: z.int().describe('How many rules are broken that do not'),
  createdAt: timestamp.describe('When it was ordered'),
  updatedAt: timestamp.describe('When it was last changed'),
  version,
});

export const programListItem = programSummary.meta({ id: 'ProgramListItem', description: 'A programme, without its document' });

export type ProgramListItem = z.infer<typeof programListItem>;

export const program = programSummary
  .extend({
    request: programRequest,
    document: programDocument.nullable().describe('What was written; null until there is something'),
    documentVersion: z.int().describe('Number of the document among its versions, 0 while there is none'),
    findings: z.array(finding).describe('At most 100 of each rule and severity'),
    locks: z
      .array(
        z.object({
          block: z.string().describe('The block'),
          by: id.describe('Id of the person who locked it'),
          at: timestamp.describe('When'),
        }),
      )
      .describe('Blocks that nobody may change'),
    approval: z
      .object({ by: id.describe('Id of the person'), at: timestamp.describe('When') })
      .nullable()
      .describe('Who approved it and when; null before'),
  })
  .meta({ id: 'Program', description: 'A programme with its document, its findings and its way to approval' });

export type Program = z.infer<typeof program>;

export const programId = z.strictObject({ programId: id.describe('Id of the programme') });

export const createProgram = defineEndpoint('createProgram', 'POST /programs', {
  summary: 'Order a programme; it is generated in the background',
  body: programRequest,
  response: program,
  status: 202,
  errors: [programTooFewHours, attachmentNotFound, attachmentNotReady, attachmentFailed],
  idempotent: true,
});

export const getProgram = defineEndpoint('getProgram', 'GET /programs/:programId', {
  summary: 'A programme with its state, progress, findings and, when ready, its document',
  params: programId,
  response: program,
  errors: [programNotFound],
});

export const listPrograms = defineEndpoint('listPrograms', 'GET /programs', {
  summary: 'Own programmes; staff see all of the space',
  query: pageQuery.extend({
    sort: z
      .enum(['-createdAt', 'createdAt', '-updatedAt', 'updatedAt', 'title', '-title', 'hours', '-hours'])
      .default('-createdAt')
      .describe('Order; `-` in front means descending'),
    kind: programKind.optional(),
    level: programLevel.optional(),
    language: locale.optional().describe('Programmes in this language'),
    status: z.enum(programStatuses).optional().describe('Programmes with this status'),
    generation: z.enum(generationStates).optional().describe('Programmes whose generation is in this state'),
    ownerId: id.optional().describe('Programmes of this person'),
    hoursFrom: wholeNumber(0, 100_000).optional().describe('Programmes of so many hours or more'),
    hoursTo: wholeNumber(0, 100_000).optional().describe('Programmes of so many hours or fewer'),
    q: line(1, 200).optional().describe('Words of the programme, Russian or English, in any of their forms'),
  }),
  response: page(programListItem),
});

export const deleteProgram = defineEndpoint('deleteProgram', 'DELETE /programs/:programId', {
  summary: 'Delete a programme that is not approved, with its versions and files',
  params: programId,
  errors: [programNotFound, programWrongStatus],
  ifMatch: true,
});

export const duplicateProgram = defineEndpoint('duplicateProgram', 'POST /programs/:programId/duplicate', {
  summary: 'A draft of one’s own with the same document',
  params: programId,
  body: z.strictObject({ title: line(3, 300).optional().describe('Title of the copy; that of the original by default') }),
  response: program,
  status: 201,
  errors: [programNotFound, programNotReady],
});

export const programEventFields = z.object({ programId: id, ownerId: id, title: z.string(), occurredAt: timestamp });
