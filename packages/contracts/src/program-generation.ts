import { z } from 'zod';
import { defineEndpoint, defineErrors, defineEvent, defineStream } from './define.ts';
import { bounded, flag, id, line, locale, text, timestamp, wholeNumber } from './fields.ts';
import { page, pageQuery } from './pages.ts';
import { block, programDocument, programKinds, programLevels, standard, titleBlock } from './program-document.ts';
import { explain } from './texts.ts';

export const programGenerationProblems = defineErrors({
  'program.not_found': { status: 404, title: { en: 'There is no such programme', ru: 'Такой программы нет' } },
  'program.too_few_hours': {
    status: 422,
    title: { en: 'A programme of this kind needs more hours', ru: 'Для программы этого вида часов недостаточно' },
  },
  'program.not_ready': { status: 409, title: { en: 'The programme is not generated yet', ru: 'Программа ещё не сгенерирована' } },
  'program.not_running': { status: 409, title: { en: 'No generation is running', ru: 'Генерация не выполняется' } },
  'program.not_resumable': { status: 409, title: { en: 'There is nothing to go on with', ru: 'Продолжать нечего' } },
  'program.wrong_status': {
    status: 409,
    title: { en: 'The status of the programme does not allow this', ru: 'Статус программы этого не допускает' },
  },
  'program.has_errors': {
    status: 409,
    title: { en: 'The programme breaks rules; see its findings', ru: 'Программа нарушает правила; см. замечания' },
  },
  'program.own_approval': {
    status: 403,
    title: {
      en: 'Whoever wrote, changed or submitted a programme does not approve it',
      ru: 'Программу не утверждает тот, кто её составил, изменил или отправил на проверку',
    },
  },
  'program.patch_failed': {
    status: 422,
    title: { en: 'The change does not fit the document', ru: 'Изменение не подходит к документу' },
  },
  'program.block_locked': { status: 409, title: { en: 'The block is locked', ru: 'Блок заблокирован' } },
  'program.block_not_found': { status: 404, title: { en: 'There is no such block', ru: 'Такого блока нет' } },
  'program.version_not_found': { status: 404, title: { en: 'There is no such version', ru: 'Такой версии нет' } },
  'proposal.not_found': { status: 404, title: { en: 'There is no such proposal', ru: 'Такого предложения нет' } },
  'proposal.not_open': { status: 409, title: { en: 'The proposal is not open', ru: 'Предложение не открыто' } },
  'proposal.outdated': {
    status: 409,
    title: { en: 'The block was changed after the proposal', ru: 'Блок изменён после предложения' },
  },
  'comment.not_found': { status: 404, title: { en: 'There is no such comment', ru: 'Такого комментария нет' } },
  'template.not_found': { status: 404, title: { en: 'There is no such template', ru: 'Такого шаблона нет' } },
  'export.not_found': { status: 404, title: { en: 'There is no such export', ru: 'Такого экспорта нет' } },
  'export.not_ready': { status: 409, title: { en: 'The file is not made yet', ru: 'Файл ещё не готов' } },
  'attachment.not_found': { status: 404, title: { en: 'There is no such attachment', ru: 'Такого вложения нет' } },
  'attachment.not_ready': { status: 409, title: { en: 'The attachment is not read yet', ru: 'Вложение ещё не обработано' } },
  'storage.quota_exceeded': {
    status: 409,
    title: { en: 'There is no room for the file', ru: 'Для файла не хватает места' },
  },
  'attachment.in_use': { status: 409, title: { en: 'A programme uses the attachment', ru: 'Вложение использует программа' } },
  'prompt.not_found': { status: 404, title: { en: 'There is no such prompt', ru: 'Такого промпта нет' } },
  'prompt.invalid': {
    status: 422,
    title: { en: 'The prompt uses unknown variables', ru: 'Промпт использует неизвестные переменные' },
  },
  'prompt.trial_not_found': { status: 404, title: { en: 'There is no such trial', ru: 'Такого пробного запуска нет' } },
});

/* Ordering */

export const programRequest = z
  .strictObject({
    title: line(3, 300),
    kind: z.enum(programKinds),
    audience: line(1, 500),
    level: z.enum(programLevels),
    /** Academic hours of 45 minutes. */
    hours: z.int().min(4).max(2000),
    topics: z.array(line(1, 300)).min(1).max(60),
    language: locale,
    /** What the learner's work asks for: professional standards and competences the programme must lead to. */
    standards: z
      .array(standard.omit({ id: true }))
      .max(20)
      .default([]),
    competences: z.array(line(3, 1000)).max(30).default([]),
    qualification: line(0, 300).default('').describe('Of professional retraining'),
    studyForm: titleBlock.shape.studyForm.default('blended'),
    credits: z.int().min(1).max(100).nullable().default(null),
    weeklyLimit: z.int().min(1).max(54).default(36).describe('Most academic hours in a week'),
    attachments: z.array(id).max(10).default([]).describe('Texts it must build on'),
    wishes: text(0, 4000).default('').describe('What else the author asks for'),
  })
  // What nobody but the author can know, and what contradicts itself, would come back as a broken rule.
  .refine(({ kind, qualification }) => kind !== 'professional-retraining' || qualification !== '', {
    path: ['qualification'],
    ...explain({
      en: 'Professional retraining needs its qualification',
      ru: 'Для профессиональной переподготовки нужна квалификация',
    }),
  })
  .refine(({ credits, hours }) => credits === null || hours === credits * 36, {
    path: ['credits'],
    ...explain({ en: 'Each credit is 36 hours', ru: 'Каждая зачётная единица составляет 36 часов' }),
  })
  .meta({ id: 'ProgramRequest' });
export type ProgramRequest = z.output<typeof programRequest>;
/** As a client may write it: what is absent has a default. */
export type ProgramOrder = z.input<typeof programRequest>;

/* A programme */

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

/** A document is nested in 6 levels; what is read by recursion must end before the stack does. */
const patchValue = z
  .unknown()
  .refine((value): boolean => value !== undefined, explain({ en: 'A value is needed', ru: 'Нужно значение' }))
  .refine((value) => isNestedWithin(value, 6), explain({ en: 'Nested too deeply', ru: 'Слишком глубокая вложенность' }))
  .describe('Nested at most 6 deep');

function isNestedWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isNestedWithin(inner, levels - 1));
}

/** RFC 6902, without `copy` and `test`: paths lead into the document. */
export const patchOperation = z
  .discriminatedUnion('op', [
    z.strictObject({ op: z.literal('add'), path: bounded(300), value: patchValue }),
    z.strictObject({ op: z.literal('replace'), path: bounded(300), value: patchValue }),
    z.strictObject({ op: z.literal('remove'), path: bounded(300) }),
    z.strictObject({ op: z.literal('move'), from: bounded(300), path: bounded(300) }),
  ])
  .meta({ id: 'PatchOperation' });
export type PatchOperation = z.infer<typeof patchOperation>;
const operations = z.array(patchOperation).max(200);

/** Where a rule is broken. An `error` keeps the programme from being approved. */
export const finding = z
  .object({
    rule: z.string().describe('P1 to P12; R1 to R3 for references, ids and codes'),
    severity: z.enum(['error', 'warning']),
    pointer: z.string().describe('RFC 6901 JSON pointer into the document'),
    message: z.string(),
    fix: z.object({ title: z.string(), operations }).nullable(),
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof finding>;

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

const programId = z.strictObject({ programId: id });

export const createProgram = defineEndpoint('POST /programs', {
  summary: 'Order a programme; it is generated in the background',
  body: programRequest,
  response: program,
  status: 202,
  errors: ['program.too_few_hours', 'attachment.not_found', 'attachment.not_ready'],
  idempotent: true,
});

export const getProgram = defineEndpoint('GET /programs/:programId', {
  summary: 'A programme with its state, progress, findings and, when ready, its document',
  params: programId,
  response: program,
  errors: ['program.not_found'],
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
  errors: ['program.not_found', 'program.wrong_status'],
});

export const duplicateProgram = defineEndpoint('POST /programs/:programId/duplicate', {
  summary: 'A draft of one’s own with the same document',
  params: programId,
  body: z.strictObject({ title: line(3, 300).optional() }),
  response: program,
  status: 201,
  errors: ['program.not_found', 'program.not_ready'],
});

/* Generation */

export const cancelGeneration = defineEndpoint('POST /programs/:programId/cancel', {
  summary: 'Stop the generation; the steps that are done are kept',
  params: programId,
  response: program,
  errors: ['program.not_found', 'program.not_running'],
});

export const resumeGeneration = defineEndpoint('POST /programs/:programId/resume', {
  summary: 'Go on with a generation that failed or was cancelled; no step that is done is paid for again',
  params: programId,
  response: program,
  status: 202,
  errors: ['program.not_found', 'program.not_resumable'],
});

/** What `GET /programs/:programId/events` streams until the generation has ended. */
export const generationEvent = z.object({ programId: id, version: z.int(), generation }).meta({ id: 'GenerationEvent' });

export const streamGeneration = defineStream('GET /programs/:programId/events', {
  summary: 'The state of the generation and each change of it, until it has ended; the id of an event is the version',
  params: programId,
  event: generationEvent,
  errors: ['program.not_found'],
});

/* Editing */

export const patchDocument = defineEndpoint('PATCH /programs/:programId/document', {
  summary: 'Edit the document by hand; send If-Match to be told of changes by others',
  params: programId,
  body: z.strictObject({ operations: operations.min(1), note: line(0, 300).default('') }),
  response: program,
  errors: ['program.not_found', 'program.not_ready', 'program.wrong_status', 'program.patch_failed', 'program.block_locked'],
});

const blockParams = z.strictObject({ programId: id, block });

export const lockBlock = defineEndpoint('PUT /programs/:programId/locks/:block', {
  summary: 'Lock a block against edits and proposals',
  params: blockParams,
  response: program,
  errors: ['program.not_found', 'program.not_ready', 'program.block_not_found'],
});
export const unlockBlock = defineEndpoint('DELETE /programs/:programId/locks/:block', {
  summary: 'Unlock a block',
  params: blockParams,
  response: program,
  errors: ['program.not_found'],
});

/**
 * Words of one field before and after; `equal` and `delete` make the old text, `equal` and `insert` the new one. A list of
 * paragraphs is one field, each a line of its text. What is gone is pointed at in the old document, everything else in the new.
 */
export const fieldDiff = z
  .object({
    pointer: z.string().describe('RFC 6901, within the document'),
    parts: z.array(z.object({ op: z.enum(['equal', 'insert', 'delete']), text: z.string() })),
  })
  .meta({ id: 'FieldDiff' });
export type FieldDiff = z.infer<typeof fieldDiff>;

/** A `moved` block has another place, or its parts have another order; its fields are what changed besides. */
export const blockDiff = z
  .object({
    block: z.string(),
    title: z.string(),
    change: z.enum(['added', 'removed', 'changed', 'moved']),
    fields: z.array(fieldDiff),
  })
  .meta({ id: 'BlockDiff' });
export type BlockDiff = z.infer<typeof blockDiff>;

export const proposal = z
  .object({
    id,
    programId: id,
    block: z.string(),
    instruction: z.string(),
    authorId: id,
    status: z.enum(['queued', 'generating', 'open', 'accepted', 'rejected', 'failed']),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    model: z.string().nullable(),
    diff: z.array(fieldDiff),
    /** Findings the document would have. */
    findings: z.array(finding),
    createdAt: timestamp,
    version: z.int(),
  })
  .meta({ id: 'Proposal' });
export type Proposal = z.infer<typeof proposal>;
export const proposalListItem = proposal.omit({ diff: true, findings: true }).meta({ id: 'ProposalListItem' });
export type ProposalListItem = z.infer<typeof proposalListItem>;
const proposalParams = z.strictObject({ programId: id, proposalId: id });

export const createProposal = defineEndpoint('POST /programs/:programId/proposals', {
  summary: 'Have one block written anew by an instruction; nothing changes until the proposal is accepted',
  params: programId,
  body: z.strictObject({ block, instruction: text(0, 2000) }),
  response: proposal,
  status: 202,
  errors: ['program.not_found', 'program.not_ready', 'program.wrong_status', 'program.block_not_found', 'program.block_locked'],
  idempotent: true,
});
export const listProposals = defineEndpoint('GET /programs/:programId/proposals', {
  summary: 'Proposals of a programme, newest first',
  params: programId,
  query: pageQuery.extend({ status: proposal.shape.status.optional() }),
  response: page(proposalListItem),
  errors: ['program.not_found'],
});
export const getProposal = defineEndpoint('GET /programs/:programId/proposals/:proposalId', {
  summary: 'A proposal with its diff',
  params: proposalParams,
  response: proposal,
  errors: ['program.not_found', 'proposal.not_found'],
});
export const acceptProposal = defineEndpoint('POST /programs/:programId/proposals/:proposalId/accept', {
  summary: 'Put what is proposed into the document',
  params: proposalParams,
  response: program,
  errors: [
    'program.not_found',
    'program.not_ready',
    'program.wrong_status',
    'proposal.not_found',
    'proposal.not_open',
    'proposal.outdated',
    'program.block_locked',
    'program.block_not_found',
    'program.patch_failed',
  ],
});
export const rejectProposal = defineEndpoint('POST /programs/:programId/proposals/:proposalId/reject', {
  summary: 'Leave the document as it is',
  params: proposalParams,
  response: proposal,
  errors: ['program.not_found', 'proposal.not_found', 'proposal.not_open'],
});

export const comment = z
  .object({
    id,
    programId: id,
    block: z.string().nullable(),
    authorId: id,
    text: z.string(),
    resolved: z.object({ by: id, at: timestamp }).nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'ProgramComment' });
export type ProgramComment = z.infer<typeof comment>;
const commentParams = z.strictObject({ programId: id, commentId: id });

export const createComment = defineEndpoint('POST /programs/:programId/comments', {
  summary: 'Comment on a block, or on the whole programme',
  params: programId,
  body: z.strictObject({ block: block.nullable().default(null), text: text(1, 4000) }),
  response: comment,
  status: 201,
  errors: ['program.not_found', 'program.not_ready', 'program.block_not_found'],
});
export const listComments = defineEndpoint('GET /programs/:programId/comments', {
  summary: 'Comments, oldest first',
  params: programId,
  query: pageQuery.extend({ resolved: flag.optional(), block: block.optional() }),
  response: page(comment),
  errors: ['program.not_found'],
});
export const resolveComment = defineEndpoint('POST /programs/:programId/comments/:commentId/resolve', {
  summary: 'Say that a comment is dealt with',
  params: commentParams,
  response: comment,
  errors: ['program.not_found', 'comment.not_found'],
});
export const deleteComment = defineEndpoint('DELETE /programs/:programId/comments/:commentId', {
  summary: 'Delete a comment of one’s own; staff any',
  params: commentParams,
  errors: ['program.not_found', 'comment.not_found'],
});

export const versionReasons = ['generated', 'edited', 'accepted', 'restored', 'copied'] as const;
export const programVersion = z
  .object({
    id,
    number: z.int(),
    authorId: id,
    reason: z.enum(versionReasons),
    note: z.string(),
    createdAt: timestamp,
  })
  .meta({ id: 'ProgramVersion' });
export type ProgramVersion = z.infer<typeof programVersion>;
const versionNumber = wholeNumber(1, 1_000_000);

export const listVersions = defineEndpoint('GET /programs/:programId/versions', {
  summary: 'Versions of the document, newest first',
  params: programId,
  query: pageQuery,
  response: page(programVersion),
  errors: ['program.not_found'],
});
export const getVersion = defineEndpoint('GET /programs/:programId/versions/:number', {
  summary: 'The document as it was',
  params: programId.extend({ number: versionNumber }),
  response: programVersion.extend({ document: programDocument }),
  errors: ['program.not_found', 'program.version_not_found'],
});
export const compareVersions = defineEndpoint('GET /programs/:programId/comparison', {
  summary: 'What changed from one version to another, block by block and word by word',
  params: programId,
  query: z.strictObject({ from: versionNumber, to: versionNumber }),
  response: z.object({ from: z.int(), to: z.int(), blocks: z.array(blockDiff) }),
  errors: ['program.not_found', 'program.version_not_found'],
});
export const restoreVersion = defineEndpoint('POST /programs/:programId/versions/:number/restore', {
  summary: 'Make an old version the newest one',
  params: programId.extend({ number: versionNumber }),
  response: program,
  errors: ['program.not_found', 'program.version_not_found', 'program.wrong_status', 'program.block_locked', 'program.not_ready'],
});

/* Review */

export const submitProgram = defineEndpoint('POST /programs/:programId/submit', {
  summary: 'Draft → review; it must break no rule',
  params: programId,
  response: program,
  errors: ['program.not_found', 'program.not_ready', 'program.wrong_status', 'program.has_errors'],
});
export const returnProgram = defineEndpoint('POST /programs/:programId/return', {
  summary: 'Review → draft, with a comment that says why; approved → draft for a new edition',
  params: programId,
  body: z.strictObject({ comment: text(1, 4000) }),
  response: program,
  errors: ['program.not_found', 'program.wrong_status'],
});
export const approveProgram = defineEndpoint('POST /programs/:programId/approve', {
  summary: 'Review → approved, by somebody who has neither ordered nor changed nor submitted it',
  params: programId,
  response: program,
  errors: ['program.not_found', 'program.wrong_status', 'program.has_errors', 'program.own_approval'],
});
export const archiveProgram = defineEndpoint('POST /programs/:programId/archive', {
  summary: 'Draft or approved → archived',
  params: programId,
  response: program,
  errors: ['program.not_found', 'program.wrong_status'],
});
export const unarchiveProgram = defineEndpoint('POST /programs/:programId/unarchive', {
  summary: 'Archived → draft',
  params: programId,
  response: program,
  errors: ['program.not_found', 'program.wrong_status'],
});

/* Templates */

export const template = z
  .object({
    id,
    name: z.string(),
    description: z.string(),
    kind: z.enum(programKinds),
    level: z.enum(programLevels),
    hours: z.int(),
    language: locale,
    authorId: id,
    createdAt: timestamp,
  })
  .meta({ id: 'ProgramTemplate' });
export type ProgramTemplate = z.infer<typeof template>;
const templateId = z.strictObject({ templateId: id });

export const createTemplate = defineEndpoint('POST /programs/templates', {
  summary: 'Keep the document of a programme as a template of the space',
  body: z.strictObject({ programId: id, name: line(1, 200), description: text(0, 2000).default('') }),
  response: template,
  status: 201,
  errors: ['program.not_found', 'program.not_ready'],
});
export const listTemplates = defineEndpoint('GET /programs/templates', {
  summary: 'Templates of the space, newest first',
  query: pageQuery.extend({ kind: z.enum(programKinds).optional() }),
  response: page(template),
});
export const useTemplate = defineEndpoint('POST /programs/templates/:templateId/use', {
  summary: 'A draft of one’s own made from a template',
  params: templateId,
  body: z.strictObject({ title: line(3, 300).optional() }),
  response: program,
  status: 201,
  errors: ['template.not_found'],
});
export const deleteTemplate = defineEndpoint('DELETE /programs/templates/:templateId', {
  summary: 'Delete a template',
  params: templateId,
  errors: ['template.not_found'],
});

/* Files */

const warnings = z.array(z.object({ code: z.string(), message: z.string() }));

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
  errors: ['program.not_found', 'program.not_ready', 'storage.quota_exceeded'],
});
export const getExport = defineEndpoint('GET /programs/:programId/exports/:exportId', {
  summary: 'State of a file',
  params: z.strictObject({ programId: id, exportId: id }),
  response: exportFile,
  errors: ['program.not_found', 'export.not_found'],
});
export const downloadExport = defineEndpoint('GET /programs/:programId/exports/:exportId/file', {
  summary: 'Redirect to the file in the object store; the address is valid for five minutes',
  params: z.strictObject({ programId: id, exportId: id }),
  response: z.object({ location: z.url() }),
  status: 303,
  errors: ['program.not_found', 'export.not_found', 'export.not_ready'],
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
  errors: ['program.not_found', 'program.not_ready', 'export.not_ready'],
});
export const previewProgram = defineEndpoint('GET /programs/:programId/preview', {
  summary: 'The document as a page of HTML without scripts',
  params: programId,
  query: z.strictObject({ profile: exportOptions.shape.profile }),
  response: z.object({ html: z.string() }),
  errors: ['program.not_found', 'program.not_ready'],
});

/** Head of the title page; also what a new programme starts with. */
export const letterhead = z
  .strictObject({
    organisation: line(0, 300),
    place: line(0, 100),
    address: line(0, 300),
    contacts: line(0, 300).describe('Telephone, mail, site'),
    registration: line(0, 300).describe('ОГРН, ИНН, licence'),
    approver: z.strictObject({ position: line(0, 200), name: line(0, 200) }),
    /** PNG or JPEG. */
    logo: bounded(280_000).check(z.base64()).nullable(),
  })
  .meta({ id: 'Letterhead' });
export type Letterhead = z.infer<typeof letterhead>;

export const getLetterhead = defineEndpoint('GET /programs/letterhead', {
  summary: 'Letterhead of the school',
  response: letterhead.extend({ version: z.int() }),
});
export const putLetterhead = defineEndpoint('PUT /programs/letterhead', {
  summary: 'Set the letterhead of the school',
  body: letterhead,
  response: letterhead.extend({ version: z.int() }),
});

/* Attachments */

export const attachmentTypes = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
  'text/markdown': 'md',
} as const;
const attachmentType = z.enum(Object.keys(attachmentTypes) as [keyof typeof attachmentTypes]); // its keys, not empty

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
  errors: ['storage.quota_exceeded'],
});
export const completeAttachment = defineEndpoint('POST /programs/attachments/:attachmentId/complete', {
  summary: 'Say that the file is uploaded; its text is read in the background',
  params: attachmentId,
  response: attachment,
  status: 202,
  errors: ['attachment.not_found', 'attachment.not_ready'],
});
export const getAttachment = defineEndpoint('GET /programs/attachments/:attachmentId', {
  summary: 'State of an attachment of one’s own',
  params: attachmentId,
  response: attachment,
  errors: ['attachment.not_found'],
});
export const listAttachments = defineEndpoint('GET /programs/attachments', {
  summary: 'Attachments of one’s own, newest first',
  query: pageQuery,
  response: page(attachment),
});
export const deleteAttachment = defineEndpoint('DELETE /programs/attachments/:attachmentId', {
  summary: 'Delete an attachment that no programme uses',
  params: attachmentId,
  errors: ['attachment.not_found', 'attachment.in_use'],
});

/* Prompts */

export const promptNames = ['frame', 'module', 'questions', 'conditions', 'block'] as const;
export const prompt = z
  .object({
    name: z.enum(promptNames),
    language: locale,
    /** Version of the file it comes from. */
    baseVersion: z.int(),
    text: z.string(),
    overridden: z.boolean(),
    /** True when the file has changed since it was overridden. */
    outdated: z.boolean(),
    variables: z.array(z.object({ name: z.string(), description: z.string(), required: z.boolean() })),
    version: z.int(),
  })
  .meta({ id: 'Prompt' });
export type Prompt = z.infer<typeof prompt>;
const promptParams = z.strictObject({ name: z.enum(promptNames), language: locale });

export const listPrompts = defineEndpoint('GET /programs/prompts', {
  summary: 'What the models are told, with the changes of this space',
  response: z.object({ items: z.array(prompt) }),
});
export const putPrompt = defineEndpoint('PUT /programs/prompts/:name/:language', {
  summary: 'Override a prompt in this space',
  params: promptParams,
  body: z.strictObject({ text: text(1, 20_000) }),
  response: prompt,
  errors: ['prompt.invalid'],
});
export const resetPrompt = defineEndpoint('DELETE /programs/prompts/:name/:language', {
  summary: 'Go back to the prompt that came with the platform',
  params: promptParams,
  response: prompt,
});

const trialSide = z.object({
  text: z.string().describe('The prompt, filled in'),
  output: z.json().nullable(),
  failure: z.string().nullable(),
  model: z.string().nullable(),
  tokens: z.int(),
  durationMs: z.int(),
});
export const promptTrial = z
  .object({
    id,
    name: z.enum(promptNames),
    language: locale,
    status: z.enum(['queued', 'running', 'ready', 'failed']),
    current: trialSide.nullable(),
    candidate: trialSide.nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'PromptTrial' });
export type PromptTrial = z.infer<typeof promptTrial>;

export const tryPrompt = defineEndpoint('POST /programs/prompts/:name/:language/trials', {
  summary: 'Run a candidate beside the current prompt on a sample order',
  params: promptParams,
  body: z.strictObject({ text: text(1, 20_000), request: programRequest.optional() }),
  response: promptTrial,
  status: 202,
  errors: ['prompt.invalid'],
});
export const getPromptTrial = defineEndpoint('GET /programs/prompts/trials/:trialId', {
  summary: 'Both answers side by side',
  params: z.strictObject({ trialId: id }),
  response: promptTrial,
  errors: ['prompt.trial_not_found'],
});

/* Events */

const told = z.object({ programId: id, ownerId: id, title: z.string(), occurredAt: timestamp });

export const programGenerated = defineEvent(
  'program-generation.program-generated.v1',
  told.extend({ hours: z.int(), language: locale, models: z.array(z.string()) }),
);

export const programFailed = defineEvent('program-generation.program-failed.v1', told.extend({ reason: z.string() }));

/** The skeleton of a course: modules and topics in order, with what they teach and how long they take. */
export const programApproved = defineEvent(
  'program-generation.program-approved.v1',
  told.extend({
    approvedBy: id,
    documentVersion: z.int(),
    kind: z.enum(programKinds),
    level: z.enum(programLevels),
    language: locale,
    aim: z.string(),
    hours: z.int(),
    modules: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        summary: z.string(),
        outcomes: z.array(z.string()),
        hours: z.int(),
        topics: z.array(z.object({ id: z.string(), title: z.string(), hours: z.int(), content: z.array(z.string()) })),
      }),
    ),
  }),
);

export const programArchived = defineEvent('program-generation.program-archived.v1', told);
