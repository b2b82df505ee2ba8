import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { defineProblem } from '../define/problem.ts';
import { id, text, timestamp, webAddress } from '../shared/fields.ts';
import { explain } from '../shared/texts.ts';
import { maxSubmissionFiles } from './assignment-content.ts';
import { courseNotFound } from './course.ts';
import { lessonId, lessonNotFound } from './draft.ts';
import { lessonLocked } from './lesson-lock.ts';
import { submissionFileNotFound, submissionFileNotReady, submissionOutcome, submissionWork } from './submission-parts.ts';

export const lessonNoAssignment = defineProblem('lesson.no_assignment', 409, {
  en: 'The lesson is no assignment',
  ru: 'Этот урок не задание',
});
export const submissionTooLate = defineProblem('submission.too_late', 409, {
  en: 'The deadline is over',
  ru: 'Срок сдачи истёк',
});
export const submissionWaiting = defineProblem('submission.waiting', 409, {
  en: 'The work that was handed in waits for its grade',
  ru: 'Сданная работа ждёт проверки',
});
export const submissionAccepted = defineProblem('submission.accepted', 409, {
  en: 'The work is accepted already',
  ru: 'Работа уже принята',
});
export const submissionNoneLeft = defineProblem('submission.none_left', 409, {
  en: 'The assignment cannot be handed in once more',
  ru: 'Сдать это задание ещё раз нельзя',
});
export const submissionEmpty = defineProblem('submission.empty', 409, {
  en: 'There is nothing to hand in',
  ru: 'Сдавать пока нечего',
});
export const submissionNotTaken = defineProblem('submission.not_taken', 422, {
  en: 'The assignment does not take this',
  ru: 'К этому заданию такое не принимается',
});

export const submission = z
  .object({
    ...submissionOutcome,
    ...submissionWork,
    id: id.describe('Id of the submission'),
    lessonId: id.describe('Id of the assignment'),
    status: z.enum(['draft', 'submitted', 'returned', 'accepted']).meta({
      description:
        '`draft` while it is written, `submitted` while it waits for its grade; a teacher returns or accepts it, and peer reviews may accept it',
      examples: ['accepted'],
    }),
  })
  .meta({ id: 'Submission', description: 'Work for an assignment, as its learner sees it' });

export type Submission = z.output<typeof submission>;

export const ownSubmissions = z
  .object({
    dueAt: timestamp.nullable().describe('Until when it is to be handed in, an extension included; null for ever'),
    left: z.int().nullable().describe('How often it may still be handed in; null any number'),
    current: submission.nullable().describe('The last one; null before the first'),
    earlier: z.array(submission).describe('Those before, the last first'),
  })
  .meta({ id: 'OwnSubmissions', description: 'One’s own work for an assignment with its history' });

export const getSubmission = defineEndpoint('getSubmission', 'GET /courses/:courseId/lessons/:lessonId/submission', {
  summary: 'One’s own work for an assignment, with what became of it and what was handed in before',
  description: 'Whoever has begun it reads it also when the lesson is closed since, or is no assignment any more.',
  params: lessonId,
  response: ownSubmissions,
  errors: [courseNotFound, lessonNotFound, lessonLocked],
});

const refusals = [
  courseNotFound,
  lessonNotFound,
  lessonLocked,
  lessonNoAssignment,
  submissionTooLate,
  submissionWaiting,
  submissionAccepted,
  submissionNoneLeft,
  submissionNotTaken,
] as const;

export const saveSubmission = defineEndpoint('saveSubmission', 'PUT /courses/:courseId/lessons/:lessonId/submission', {
  summary: 'Save a draft in place of the one before, while the assignment may be handed in',
  params: lessonId,
  body: z.strictObject({
    text: text(0, 50_000).default('').describe('Text of the work, shown as it is'),
    link: webAddress(2000).nullable().default(null).describe('Address of a page; null for none'),
    files: z
      .array(id)
      .max(maxSubmissionFiles)
      .refine((ids) => new Set(ids).size === ids.length, explain({ en: 'A file is named twice', ru: 'Файл указан дважды' }))
      .default([])
      .describe('Ids of files that were uploaded for this assignment, in order'),
  }),
  response: submission,
  errors: [...refusals, submissionFileNotFound, submissionFileNotReady],
});

export const submitWork = defineEndpoint('submitWork', 'POST /courses/:courseId/lessons/:lessonId/submission/submit', {
  summary: 'Hand the draft in; a teacher accepts or returns it, and peer reviews may accept it',
  params: lessonId,
  response: submission,
  errors: [...refusals, submissionEmpty],
});

const eventFields = z.object({
  courseId: id,
  enrolmentId: id,
  personId: id,
  lessonId: id,
  versionId: id,
  submissionId: id,
  number: z.int(),
  title: z.string(),
  occurredAt: timestamp,
});

export const workSubmitted = defineEvent('courses.work-submitted.v1', eventFields.extend({ late: z.boolean() }));

export const workGraded = defineEvent(
  'courses.work-graded.v1',
  eventFields.extend({
    points: z.number(),
    maxPoints: z.number(),
    percent: z.number(),
    decision: z.enum(['accept', 'return']),
  }),
);
