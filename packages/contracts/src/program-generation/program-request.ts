import { z } from 'zod';
import { id, line, locale, text } from '../shared/fields.ts';
import { explain } from '../shared/texts.ts';
import { programKinds, programLevels, standard, titleBlock } from './program-document.ts';

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
export type ProgramRequestInput = z.input<typeof programRequest>;
