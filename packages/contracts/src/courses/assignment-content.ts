import { z } from 'zod';
import { line, requestTimestamp, text } from '../shared/fields.ts';
import { explain } from '../shared/texts.ts';
import { partId } from './part-id.ts';

/** How many files a submission has at most. */
export const maxSubmissionFiles = 10;

export const criterion = z
  .strictObject({
    id: partId.meta({ description: 'Names the criterion for its whole life: scores point to it', examples: ['style'] }),
    title: line(1, 200).describe('What is looked at'),
    description: text(0, 2000).default('').describe('What earns the points'),
    points: z.int().min(1).max(1000).describe('Points there are to earn for it'),
  })
  .meta({ id: 'RubricCriterion', description: 'One of the things by which work is graded' });

const idsDiffer = (criteria: readonly { id: string }[]) => new Set(criteria.map(({ id }) => id)).size === criteria.length;

export const rubric = z
  .array(criterion)
  .max(20)
  .refine(idsDiffer, explain({ en: 'Two criteria have the same id', ru: 'У двух критериев одинаковый идентификатор' }));

export const takenWork = z
  .strictObject({
    text: z.boolean().default(false).describe('Whether it takes a text'),
    link: z.boolean().default(false).describe('Whether it takes the address of a page'),
    files: z.int().min(0).max(maxSubmissionFiles).default(0).describe('How many files it takes at most'),
  })
  .refine(
    ({ text: takesText, link, files }) => takesText || link || files > 0,
    explain({ en: 'An assignment takes a text, a link or files', ru: 'Задание должно принимать текст, ссылку или файлы' }),
  )
  .meta({ id: 'TakenWork', description: 'What an assignment takes' });

const deadline = z
  .discriminatedUnion('due', [
    z.strictObject({ due: z.literal('at').describe('At a moment'), at: requestTimestamp.describe('Until when') }),
    z.strictObject({
      due: z.literal('after').describe('Some days later'),
      days: z.int().min(1).max(3650).describe('Days of 24 hours since the enrolment or, in a cohort, since its start'),
    }),
  ])
  .meta({ id: 'AssignmentDeadline', description: 'Until when work is to be handed in' });

export const lateWork = z.enum(['refused', 'accepted']).describe('What becomes of work that is handed in after the deadline');

export const assignmentPoints = z.int().min(1).max(1000).describe('Points there are to earn');

export const maxSubmissions = z.int().min(1).max(20).nullable().describe('How often it may be handed in; null any number');

export const peerReviewSettings = z
  .strictObject({
    reviews: z.int().min(1).max(5).describe('How many works of others each learner reviews'),
    anonymous: z.boolean().default(true).describe('Whether learner and reviewer do not learn who the other is'),
    acceptPercent: z
      .int()
      .min(1)
      .max(100)
      .nullable()
      .default(null)
      .describe('Work that has as many reviews is accepted from this median of their percent on; null leaves it to a teacher'),
  })
  .meta({ id: 'PeerReviewSettings', description: 'How learners review each other’s work' });

export const peerReview = peerReviewSettings
  .nullable()
  .default(null)
  .describe('How learners review each other’s work; null when they do not');

const addsUp = ({ points, rubric: criteria }: { points: number; rubric: readonly { points: number }[] }) =>
  criteria.length === 0 || criteria.reduce((sum, one) => sum + one.points, 0) === points;

export const assignmentContent = z
  .strictObject({
    type: z.literal('assignment').describe('Work that a teacher grades, or that peer reviews accept'),
    description: text(0, 20_000).default('').describe('What is to be done, in Markdown'),
    takes: takenWork.describe('What it takes'),
    points: assignmentPoints,
    rubric: rubric.default([]).describe('By what it is graded; without criteria points are given for the whole'),
    due: deadline.nullable().default(null).describe('Until when it is to be handed in; null for ever'),
    late: lateWork.default('accepted'),
    maxSubmissions: maxSubmissions.default(null),
    peerReview,
  })
  .refine(
    addsUp,
    explain({
      en: 'The points of the criteria do not add up to those of the assignment',
      ru: 'Сумма баллов по критериям не равна баллам за задание',
    }),
  );

export type AssignmentContent = z.output<typeof assignmentContent>;
