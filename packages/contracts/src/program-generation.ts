import { z } from 'zod';
import { defineEndpoint, defineErrors, defineEvent } from './define.ts';
import { id, line, locale, timestamp } from './fields.ts';
import { page, pageQuery } from './pages.ts';

export const programGenerationProblems = defineErrors({
  'program.not_found': { status: 404, title: { en: 'There is no such programme', ru: 'Такой программы нет' } },
  'program.too_few_hours': {
    status: 422,
    title: { en: 'A programme of this kind needs more hours', ru: 'Для программы этого вида часов недостаточно' },
  },
  'program.not_ready': { status: 409, title: { en: 'The programme is not generated yet', ru: 'Программа ещё не сгенерирована' } },
});

/**
 * Повышение квалификации, профессиональная переподготовка, дополнительная общеразвивающая программа, рабочая программа
 * дисциплины (273-ФЗ, ст. 2, 75, 76), and a course plan that no act prescribes.
 */
export const programKinds = [
  'professional-development',
  'professional-retraining',
  'general-development',
  'discipline',
  'course-plan',
] as const;

export const programRequest = z
  .object({
    title: line(3, 300),
    kind: z.enum(programKinds),
    audience: line(1, 500),
    level: z.enum(['beginner', 'intermediate', 'advanced']),
    /** Academic hours of 45 minutes. */
    hours: z.int().min(4).max(2000),
    topics: z.array(line(1, 300)).min(1).max(60),
    language: locale,
  })
  .meta({ id: 'ProgramRequest' });
export type ProgramRequest = z.infer<typeof programRequest>;

/** Whole academic hours; `total` is the sum of the four others. */
export const hourPlan = z.object({
  lectures: z.int(),
  practice: z.int(),
  selfStudy: z.int(),
  assessment: z.int(),
  total: z.int(),
});
export type HourPlan = z.infer<typeof hourPlan>;

/** Hours of the topics add up to their module; modules and the final assessment add up to `hours`. */
export const programDocument = z
  .object({
    language: locale,
    aim: z.string(),
    outcomes: z.array(z.object({ code: z.string(), text: z.string() })),
    modules: z.array(
      z.object({
        title: z.string(),
        summary: z.string(),
        outcomes: z.array(z.string()).describe('Codes of the outcomes this module leads to'),
        hours: hourPlan,
        topics: z.array(z.object({ title: z.string(), content: z.array(z.string()), hours: hourPlan })),
        assessment: z.object({ form: z.string(), criteria: z.array(z.string()) }),
      }),
    ),
    finalAssessment: z.object({ form: z.string(), hours: z.int(), criteria: z.array(z.string()), outcomes: z.array(z.string()) }),
    hours: hourPlan,
    notice: z.string().describe('Says by what the document was composed'),
  })
  .meta({ id: 'ProgramDocument' });
export type ProgramDocument = z.infer<typeof programDocument>;

const programSummary = programRequest.extend({
  id,
  ownerId: id,
  status: z.enum(['queued', 'generating', 'ready', 'failed']),
  /** Whole percent. */
  progress: z.int().min(0).max(100),
  /** What composed the document; `model` is null when no language model was used. */
  composer: z.object({ name: z.string(), model: z.string().nullable() }),
  failure: z.string().nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
  version: z.int(),
});

export const programListItem = programSummary.meta({ id: 'ProgramListItem' });
export const program = programSummary.extend({ document: programDocument.nullable() }).meta({ id: 'Program' });
export type ProgramListItem = z.infer<typeof programListItem>;
export type Program = z.infer<typeof program>;

const programId = z.strictObject({ programId: id });

export const createProgram = defineEndpoint('POST /programs', {
  summary: 'Order a programme; it is generated in the background',
  body: programRequest,
  response: program,
  status: 202,
  errors: ['program.too_few_hours'],
  idempotent: true,
});

export const getProgram = defineEndpoint('GET /programs/:programId', {
  summary: 'A programme with its state, progress and, when ready, its document',
  params: programId,
  response: program,
  errors: ['program.not_found'],
});

export const listPrograms = defineEndpoint('GET /programs', {
  summary: 'Own programmes, newest first; staff see all of the space',
  query: pageQuery.extend({ status: programSummary.shape.status.optional(), kind: z.enum(programKinds).optional() }),
  response: page(programListItem),
});

export const exportProgram = defineEndpoint('GET /programs/:programId/export', {
  summary: 'Redirect to the document in the object store; the address is valid for five minutes',
  params: programId,
  query: z.strictObject({ format: z.enum(['docx']).default('docx') }),
  response: z.object({ location: z.url() }),
  status: 303,
  errors: ['program.not_found', 'program.not_ready'],
});

export const programGenerated = defineEvent(
  'program-generation.program-generated.v1',
  z.object({
    programId: id,
    ownerId: id,
    title: z.string(),
    hours: z.int(),
    language: locale,
    composer: z.object({ name: z.string(), model: z.string().nullable() }),
    occurredAt: timestamp,
  }),
);

export const programFailed = defineEvent(
  'program-generation.program-failed.v1',
  z.object({ programId: id, ownerId: id, title: z.string(), reason: z.string(), occurredAt: timestamp }),
);
