import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { defineProblem } from '../define/problem.ts';
import { id, text, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { lessonNoAssignment } from './assignment.ts';
import { rubric } from './assignment-content.ts';
import { courseNotFound } from './course.ts';
import { lessonId, lessonNotFound } from './draft.ts';
import { givenPoints, submissionId, submissionNotFound, submissionScoreInvalid } from './grading.ts';
import { safeHtml } from './lesson-content.ts';
import { lessonLocked } from './lesson-lock.ts';
import { submissionFileReplaced } from './submission-file.ts';
import { criterionScore, submissionFile, submissionFileNotFound, submissionWork } from './submission-parts.ts';

export const peerReviewNotFound = defineProblem('peer_review.not_found', 404, {
  en: 'There is no such peer review',
  ru: 'Такой взаимной проверки нет',
});
export const peerReviewNotAsked = defineProblem('peer_review.not_asked', 409, {
  en: 'The assignment has no peer review',
  ru: 'В этом задании нет взаимной проверки',
});
export const peerReviewTooEarly = defineProblem('peer_review.too_early', 409, {
  en: 'Hand in your own work first',
  ru: 'Сначала сдайте свою работу',
});
export const peerReviewNoneWaiting = defineProblem('peer_review.none_waiting', 409, {
  en: 'No work waits for your review now',
  ru: 'Работ для вашей проверки сейчас нет',
});
export const peerReviewAllDone = defineProblem('peer_review.all_done', 409, {
  en: 'You have reviewed as many works as you are to',
  ru: 'Вы проверили столько работ, сколько нужно',
});
export const peerReviewOwnFirst = defineProblem('peer_review.own_first', 409, {
  en: 'Review the works of others first',
  ru: 'Сначала проверьте работы других',
});
export const peerReviewRemoved = defineProblem('peer_review.removed', 409, {
  en: 'A teacher has removed the review',
  ru: 'Преподаватель удалил эту проверку',
});
export const peerReviewExpired = defineProblem('peer_review.expired', 409, {
  en: 'The review took too long, and others have its place: take another work',
  ru: 'Проверка заняла слишком много времени, и её место заняли другие: возьмите другую работу',
});
export const peerReviewWorkGraded = defineProblem('peer_review.work_graded', 409, {
  en: 'The work is graded already',
  ru: 'Работа уже оценена',
});
export const peerReviewWorkSuperseded = defineProblem('peer_review.work_superseded', 409, {
  en: 'Its learner does the assignment anew',
  ru: 'Автор работы выполняет задание заново',
});

const participant = z
  .object({ personId: id.describe('Id of the person'), name: z.string().describe('Name of the person') })
  .meta({ id: 'PeerReviewPerson', description: 'Whose work it is, or who reviews it' });

/** What came of a review; the same for everybody who sees it. */
const outcome = {
  id: id.describe('Id of the review'),
  submittedAt: timestamp.nullable().describe('When it was submitted last; null before'),
  points: z.number().nullable().describe('Points given; null before'),
  maxPoints: z.number().describe('Points there are to give'),
  percent: z
    .number()
    .nullable()
    .meta({ description: 'The same in percent, with two digits after the point', examples: [100] }),
};

const status = z.enum(['open', 'done', 'expired', 'closed', 'removed']).meta({
  description:
    '`open` while it is written, `done` when it was submitted; `expired` when it was not for 7 days, `closed` when the work was ' +
    'graded or begun anew before, `removed` when a teacher took it out',
  examples: ['done'],
});

const removedAt = timestamp.nullable().meta({ description: 'When a teacher removed it; null when none did', examples: [null] });

const words = {
  scores: z.array(criterionScore).describe('Points by criterion; empty before it is submitted, or without a rubric'),
  comment: safeHtml.nullable().describe('What the reviewer says: HTML, cleaned on the server; null before'),
};

const peerReviewItem = z
  .object({
    ...outcome,
    courseId: id.describe('Id of the course'),
    lessonId: id.describe('Id of the assignment'),
    title: z.string().describe('Title of the assignment, as it was then'),
    status,
    takenAt: timestamp.describe('When the work was taken'),
    expiresAt: timestamp
      .nullable()
      .meta({ description: 'Until when its place is kept; null when it is done, closed or removed', examples: [null] }),
    removedAt,
  })
  .meta({ id: 'PeerReviewItem', description: 'A review of one’s own, in a list' });

const peerReview = peerReviewItem
  .extend({
    ...words,
    description: safeHtml.describe('What was to be done, as it was then: HTML, cleaned on the server'),
    rubric: rubric.describe('By what it is reviewed, as it was then'),
    learner: participant.nullable().describe('Whose work it is; null where its reviewer is not to know'),
    text: submissionWork.text,
    link: submissionWork.link,
    files: z
      .array(
        submissionFile.pick({ id: true, name: true, type: true, size: true }).meta({
          id: 'PeerReviewFile',
          description: 'A file of work that is reviewed; without its own name where it is anonymous',
        }),
      )
      .describe('Files, in the order they were named'),
    commentText: z.string().nullable().describe('What the reviewer wrote, in Markdown; null before'),
  })
  .meta({ id: 'PeerReview', description: 'Work of a learner with the review of another one' });

export type PeerReview = z.output<typeof peerReview>;

const receivedReview = z
  .object({
    ...outcome,
    ...words,
    reviewer: participant.nullable().describe('Who reviewed it; null where one is not to know'),
  })
  .meta({ id: 'ReceivedReview', description: 'A review of one’s own work' });

const submissionReview = z
  .object({
    ...outcome,
    ...words,
    status,
    takenAt: timestamp.describe('When the work was taken'),
    reviewer: participant.describe('Who reviews it'),
    removedAt,
    removedBy: id.nullable().meta({ description: 'Id of that teacher; null when none did', examples: [null] }),
  })
  .meta({ id: 'SubmissionReview', description: 'A review of work, as teachers see it' });

/** How many people review one work at most. */
export const maxReviewsOfWork = 20;

const peerReviewId = z.strictObject({ peerReviewId: id.describe('Id of the review') });

export const takePeerReview = defineEndpoint('takePeerReview', 'POST /courses/:courseId/lessons/:lessonId/peer-reviews', {
  summary: 'Take the work that needs a review next; while a review is open, a repeat answers with it',
  description:
    `Works of one’s own cohort come first, of the 200 oldest of those that lack reviews the ones with the lowest number, of those the oldest; ${maxReviewsOfWork} people ` +
    'review one at most. A review that is not submitted within 7 days gives its place to others.',
  params: lessonId,
  response: peerReview,
  status: 201,
  errors: [
    courseNotFound,
    lessonNotFound,
    lessonLocked,
    lessonNoAssignment,
    peerReviewNotAsked,
    peerReviewTooEarly,
    peerReviewNoneWaiting,
    peerReviewAllDone,
  ],
});

export const listPeerReviews = defineEndpoint('listPeerReviews', 'GET /courses/:courseId/lessons/:lessonId/peer-reviews', {
  summary: 'One’s own reviews of the works of others, the last taken first',
  params: lessonId,
  query: pageQuery,
  response: page(peerReviewItem).extend({
    required: z.int().describe('How many works the assignment asks one to review; 0 without peer review'),
    done: z.int().describe('How many of those one has reviewed since one began the assignment, or was asked to do it again'),
    waiting: z.boolean().describe('Whether `takePeerReview` answers with a work now'),
  }),
  errors: [courseNotFound, lessonNotFound],
});

export const getPeerReview = defineEndpoint('getPeerReview', 'GET /courses/peer-reviews/:peerReviewId', {
  summary: 'A review with its work, for its reviewer while the lesson is open, and for authors of the course and staff',
  params: peerReviewId,
  response: peerReview,
  errors: [peerReviewNotFound, courseNotFound, lessonNotFound, lessonLocked],
});

export const downloadReviewedFile = defineEndpoint(
  'downloadReviewedFile',
  'GET /courses/peer-reviews/:peerReviewId/files/:submissionFileId',
  {
    summary: 'Redirect to a file of the work in the object store, for whoever may read the review',
    params: peerReviewId.extend({ submissionFileId: id.describe('Id of the file') }),
    response: z.object({ location: z.url().describe('Address of the file; it is sent as the header `Location`') }),
    status: 303,
    errors: [peerReviewNotFound, courseNotFound, lessonNotFound, lessonLocked, submissionFileNotFound, submissionFileReplaced],
  },
);

export const submitPeerReview = defineEndpoint('submitPeerReview', 'PUT /courses/peer-reviews/:peerReviewId', {
  summary: 'Submit a review, or change it until the work is graded or begun anew; the same again changes nothing',
  description:
    'By a rubric each criterion gets its points in `scores`, and `points` is their sum; without one `points` are given. ' +
    'Where the assignment says so, the work is accepted with the median of its points once it has enough reviews and its learner has done theirs.',
  params: peerReviewId,
  body: z.strictObject({
    ...givenPoints,
    comment: text(0, 5_000).default('').describe('What to tell the learner, in Markdown'),
  }),
  response: peerReview,
  errors: [
    peerReviewNotFound,
    courseNotFound,
    lessonNotFound,
    lessonLocked,
    peerReviewRemoved,
    peerReviewExpired,
    peerReviewWorkGraded,
    peerReviewWorkSuperseded,
    submissionScoreInvalid,
  ],
});

export const listReceivedReviews = defineEndpoint(
  'listReceivedReviews',
  'GET /courses/:courseId/lessons/:lessonId/received-reviews',
  {
    summary: 'What peer reviews say of the work one has handed in last',
    description:
      'They are shown when one’s own reviews are done, when no work waits for them, or when the work is graded. ' +
      'Whoever has handed in reads them also when the lesson is closed since.',
    params: lessonId,
    response: z
      .object({
        submissionId: id.nullable().describe('Id of the submission; null before the first is handed in'),
        percent: z.number().nullable().describe('Median of the percent of the reviews; null before the first'),
        reviews: z.array(receivedReview).describe('The reviews that count, the first taken first'),
      })
      .meta({ id: 'ReceivedReviews', description: 'Peer reviews of one’s own work' }),
    errors: [courseNotFound, lessonNotFound, lessonLocked, peerReviewOwnFirst],
  },
);

export const listSubmissionReviews = defineEndpoint(
  'listSubmissionReviews',
  'GET /courses/submissions/:submissionId/peer-reviews',
  {
    summary: 'Peer reviews of work with who wrote them, for authors of the course and staff; the last taken first',
    params: submissionId,
    query: pageQuery,
    response: page(submissionReview),
    errors: [submissionNotFound],
  },
);

export const removePeerReview = defineEndpoint('removePeerReview', 'DELETE /courses/peer-reviews/:peerReviewId', {
  summary: 'Take an unfair review out, for authors of the course: it counts no more for the work; a repeat changes nothing',
  description: 'Its reviewer sees that it was removed. When it was submitted, it still counts among the reviews they have done.',
  params: peerReviewId,
  errors: [peerReviewNotFound],
});

export const peerReviewSubmitted = defineEvent(
  'courses.peer-review-submitted.v1',
  z.object({
    courseId: id,
    enrolmentId: id,
    personId: id,
    lessonId: id,
    versionId: id,
    submissionId: id,
    peerReviewId: id,
    reviewerId: id,
    title: z.string(),
    points: z.number(),
    maxPoints: z.number(),
    percent: z.number(),
    occurredAt: timestamp,
  }),
);
