import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, requestTimestamp, text, timestamp, version } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { lessonNoAssignment, submissionAccepted } from './assignment.ts';
import { rubric } from './assignment-content.ts';
import { courseId, courseNotFound, personNotFound } from './course.ts';
import { lessonId, lessonNotFound } from './draft.ts';
import { partId } from './part-id.ts';
import { submissionOutcome, submissionWork } from './submission-parts.ts';

export const submissionNotFound = defineProblem('submission.not_found', 404, {
  en: 'There is no such submission',
  ru: 'Такой работы нет',
});
export const submissionSuperseded = defineProblem('submission.superseded', 409, {
  en: 'The learner has handed in the assignment again since',
  ru: 'С тех пор задание сдали ещё раз',
});
export const submissionScoreInvalid = defineProblem('submission.score_invalid', 422, {
  en: 'The points do not fit the assignment',
  ru: 'Баллы не соответствуют заданию',
});

const statuses = z
  .enum(['submitted', 'returned', 'accepted'])
  .describe('`submitted` while it waits for its grade; a teacher returns or accepts it, and peer reviews may accept it');

const submittedItem = z
  .object({
    ...submissionOutcome,
    id: id.describe('Id of the submission'),
    lessonId: id.describe('Id of the assignment'),
    title: z.string().describe('Title of the assignment, as it was then'),
    personId: id.describe('Id of the learner'),
    name: z.string().describe('Name of the learner'),
    cohortId: id.nullable().describe('Id of the cohort; null for who learns without one'),
    status: statuses,
    peerReviews: z.int().describe('How many peer reviews it has'),
    peerPercent: z.number().nullable().describe('Median of their percent; null before the first'),
    version,
  })
  .meta({ id: 'SubmittedWorkItem', description: 'Work that was handed in, in a list' });

const submittedWork = submittedItem
  .extend({
    ...submissionWork,
    courseId: id.describe('Id of the course'),
    dueAt: timestamp.nullable().describe('Until when it was to be handed in, when it was; null for ever'),
    rubric: rubric.describe('By what it is graded, as it was then'),
    feedbackText: z.string().nullable().describe('What the teacher wrote, in Markdown; null before it is graded'),
    gradedBy: id
      .nullable()
      .describe('Id of the teacher; null before it is graded, and of work that was accepted by peer reviews'),
  })
  .meta({ id: 'SubmittedWork', description: 'Work that was handed in, as teachers see it' });

export type SubmittedWork = z.output<typeof submittedWork>;

export const submissionId = z.strictObject({ submissionId: id.describe('Id of the submission') });

export const listSubmissions = defineEndpoint('listSubmissions', 'GET /courses/:courseId/submissions', {
  summary: 'Work that was handed in, for authors and staff: what waits for a grade first, and of that the oldest',
  params: courseId,
  query: pageQuery.extend({
    lessonId: id.optional().describe('Work for this assignment'),
    cohortId: id.optional().describe('Work of learners of this cohort'),
    status: statuses.optional(),
  }),
  response: page(submittedItem),
  errors: [courseNotFound],
});

export const getSubmittedWork = defineEndpoint('getSubmittedWork', 'GET /courses/submissions/:submissionId', {
  summary: 'Work that was handed in, for authors of the course and staff',
  params: submissionId,
  response: submittedWork,
  errors: [submissionNotFound],
  volatile: true,
});

const points = z.number().min(0).max(1000);

/** What work earns, by the rubric or as a whole. */
export const givenPoints = {
  points: points.optional().describe('Points for the whole, of an assignment without a rubric'),
  scores: z
    .array(
      z.strictObject({
        criterionId: partId.describe('Id of the criterion'),
        points: points.describe('Points for it'),
      }),
    )
    .max(20)
    .default([])
    .describe('Points for each criterion of the rubric'),
};

export const gradeSubmission = defineEndpoint('gradeSubmission', 'POST /courses/submissions/:submissionId/grade', {
  summary:
    'Grade work, for authors of the course: accept it, which finishes the lesson, or return it; the same again changes nothing',
  description:
    'By a rubric each criterion gets its points in `scores`, and `points` is their sum; without one `points` are given. ' +
    'A grade may be changed until the learner hands in again, but what is accepted stays so.',
  params: submissionId,
  body: z.strictObject({
    ...givenPoints,
    feedback: text(0, 20_000).default('').describe('What to tell the learner, in Markdown'),
    decision: z.enum(['accept', 'return']).describe('`accept` finishes the lesson, `return` asks to do it again'),
  }),
  response: submittedWork,
  errors: [submissionNotFound, submissionSuperseded, submissionAccepted, submissionScoreInvalid],
  ifMatch: true,
});

const extensionParams = lessonId.extend({ personId: id.describe('Id of the learner') });

export const extendDeadline = defineEndpoint('extendDeadline', 'PUT /courses/:courseId/lessons/:lessonId/extensions/:personId', {
  summary: 'Give one learner more time for an assignment; a moment before its deadline changes nothing',
  description: 'A mail tells the learner of another deadline.',
  params: extensionParams,
  body: z.strictObject({ dueAt: requestTimestamp.describe('Until when this learner may hand it in') }),
  response: z
    .object({
      lessonId: id.describe('Id of the assignment'),
      personId: id.describe('Id of the learner'),
      dueAt: timestamp.describe('Until when this learner may hand it in'),
      grantedBy: id.describe('Id of the teacher'),
      grantedAt: timestamp.describe('When'),
    })
    .meta({ id: 'DeadlineExtension', description: 'More time for one learner' }),
  errors: [courseNotFound, lessonNotFound, lessonNoAssignment, personNotFound],
});

export const deleteExtension = defineEndpoint(
  'deleteExtension',
  'DELETE /courses/:courseId/lessons/:lessonId/extensions/:personId',
  {
    summary: 'Take the additional time of a learner back; a repeat changes nothing',
    params: extensionParams,
    errors: [courseNotFound, lessonNotFound, lessonNoAssignment, personNotFound],
  },
);
