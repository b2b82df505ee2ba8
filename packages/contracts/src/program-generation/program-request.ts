import { z } from 'zod';
import { id, line, locale, text } from '../shared/fields.ts';
import { explain } from '../shared/texts.ts';
import { programKind, programLevel, standard, titleBlock } from './program-document.ts';

export const programRequest = z
  .strictObject({
    title: line(3, 300).meta({ description: 'Title of the programme', examples: ['Основы управления проектами'] }),
    kind: programKind,
    audience: line(1, 500).meta({ description: 'Whom it teaches', examples: ['Руководители проектных команд'] }),
    level: programLevel,
    hours: z
      .int()
      .min(4)
      .max(2000)
      .meta({ description: 'Academic hours of 45 minutes', examples: [72] }),
    topics: z
      .array(line(1, 300))
      .min(1)
      .max(60)
      .meta({ description: 'What it has to teach', examples: [['Планирование', 'Риски', 'Команда']] }),
    language: locale.meta({ description: 'Language of the document', examples: ['ru'] }),
    standards: z
      .array(standard.omit({ id: true }))
      .max(20)
      .default([])
      .describe('Professional standards the programme must lead to'),
    competences: z
      .array(line(3, 1000))
      .max(30)
      .default([])
      .describe('Competences the programme must lead to, in the words of the learner’s work'),
    qualification: line(0, 300).default('').describe('Of professional retraining'),
    studyForm: titleBlock.shape.studyForm.default('blended').describe('Form of study'),
    credits: z
      .int()
      .min(1)
      .max(100)
      .nullable()
      .default(null)
      .describe('Зачётные единицы of 36 academic hours; null when none are counted'),
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
  .meta({ id: 'ProgramRequest', description: 'What a programme has to be' });

export type ProgramRequest = z.output<typeof programRequest>;

/** As a client may write it: what is absent has a default. */
export type ProgramRequestInput = z.input<typeof programRequest>;
