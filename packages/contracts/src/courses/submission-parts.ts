import { z } from 'zod';
import { defineProblem } from '../define/problem.ts';
import { id, timestamp } from '../shared/fields.ts';
import { uploadStatus } from '../shared/upload.ts';
import { safeHtml } from './lesson-content.ts';

export const submissionFileNotFound = defineProblem('submission_file.not_found', 404, {
  en: 'There is no such file of a submission',
  ru: 'Такого файла работы нет',
});
export const submissionFileNotReady = defineProblem('submission_file.not_ready', 409, {
  en: 'The file is not uploaded yet, or not as it was announced',
  ru: 'Файл ещё не загружен, или загружен не тот, что заявлен',
});

export const submissionFile = z
  .object({
    id: id.describe('Id of the file'),
    name: z.string().describe('Name of the file'),
    type: z.string().describe('Media type of the file'),
    size: z.int().describe('Bytes of the file'),
    status: uploadStatus.describe('`waiting` for its upload, or `ready` to be handed in'),
    createdAt: timestamp.describe('When it was announced'),
  })
  .meta({ id: 'SubmissionFile', description: 'A file of a submission' });

export const criterionScore = z
  .object({
    criterionId: z.string().meta({ description: 'Id of the criterion', examples: ['style'] }),
    points: z.number().describe('Points given for it'),
  })
  .meta({ id: 'CriterionScore', description: 'What a submission earned by one criterion' });

/** What became of a submission; the same for its learner and for teachers. */
export const submissionOutcome = {
  number: z.int().describe('1 for the first'),
  submittedAt: timestamp.nullable().describe('When it was handed in; null of a draft'),
  late: z.boolean().nullable().describe('Whether that was after the deadline; null of a draft'),
  gradedAt: timestamp.nullable().describe('When it was graded; null before'),
  points: z.number().nullable().describe('Points earned; null before it is graded'),
  maxPoints: z.number().describe('Points there are to earn'),
  percent: z
    .number()
    .nullable()
    .meta({ description: 'The same in percent, with two digits after the point', examples: [100] }),
};

export const submissionWork = {
  text: z.string().describe('Text of the work; empty when there is none'),
  link: z.string().nullable().describe('Address of a page; null when there is none'),
  files: z.array(submissionFile).describe('Files, in the order they were named'),
  scores: z
    .array(criterionScore)
    .describe('Points by criterion; empty before it is graded, without a rubric, or when peer reviews accepted it'),
  feedback: safeHtml.nullable().describe('What the teacher says: HTML, cleaned on the server; null before it is graded'),
};
