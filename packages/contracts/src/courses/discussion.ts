import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { defineProblem } from '../define/problem.ts';
import { flag, id, text, timestamp, version, wholeNumber } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { courseId, courseNotFound } from './course.ts';
import { lessonId, lessonNotFound } from './draft.ts';
import { enrolmentNotFound } from './enrolment.ts';
import { safeHtml } from './lesson-content.ts';
import { lessonLocked } from './lesson-lock.ts';
import { partId } from './part-id.ts';

export const discussionNotFound = defineProblem('discussion.not_found', 404, {
  en: 'There is no such discussion',
  ru: 'Такого обсуждения нет',
});
export const discussionPlaceUnknown = defineProblem('discussion.place_unknown', 422, {
  en: 'The lesson has no such place',
  ru: 'В уроке нет такого места',
});
export const discussionTooMany = defineProblem('discussion.too_many', 409, {
  en: 'There are too many discussions or replies',
  ru: 'Обсуждений или ответов слишком много',
});
export const discussionHasReplies = defineProblem('discussion.has_replies', 409, {
  en: 'Others have replied in the discussion',
  ru: 'В обсуждении уже ответили другие',
});

const maxSecond = 86_400;

const blockId = partId.meta({ description: 'Id of a block of a text', examples: ['intro'] });

const place = z
  .discriminatedUnion('at', [
    z.strictObject({ at: z.literal('lesson').describe('The lesson as a whole') }),
    z.strictObject({ at: z.literal('block').describe('A block of a text'), blockId }),
    z.strictObject({
      at: z.literal('second').describe('A moment of a video'),
      second: z.int().min(0).max(maxSecond).describe('Second of the video'),
    }),
  ])
  .meta({ id: 'DiscussionPlace', description: 'Where in a lesson a discussion is' });

export type DiscussionPlace = z.output<typeof place>;

/** What somebody writes in a discussion. */
export const discussionText = text(1, 5000).describe('What to say, in Markdown');

const quote = text(1, 300).nullable();

const status = z.enum(['open', 'answered']).describe('`answered` while a reply is accepted as the answer');

const discussionListItem = z
  .object({
    id: id.describe('Id of the discussion'),
    courseId: id.describe('Id of the course'),
    lessonId: id.describe('Id of the lesson'),
    lessonTitle: z.string().describe('Title of the lesson, as it was then'),
    place: place.describe('Where in the lesson it is; a later revision may have the place no more'),
    quote: quote.describe('Words it is about, as plain text; null for none'),
    personId: id.describe('Id of the person who asks'),
    name: z.string().describe('Name of that person now'),
    html: safeHtml.describe('What the person asks: HTML, cleaned on the server'),
    status: status.meta({ examples: ['answered'] }),
    answer: z
      .object({
        replyId: id.describe('Id of the reply'),
        byTeacher: z.boolean().describe('Whether somebody wrote it who teaches the course'),
      })
      .nullable()
      .describe('The reply that is accepted; null while none is'),
    replies: z.int().describe('How many replies it has'),
    followers: z
      .int()
      .meta({ description: 'How many people follow it: whoever asks, has the same question or replies', examples: [2] }),
    following: z.boolean().describe('Whether the reader does'),
    lastReply: z
      .object({
        createdAt: timestamp.describe('When it was written'),
        personId: id.describe('Id of the person who wrote it'),
        byTeacher: z.boolean().describe('Whether somebody wrote it who teaches the course'),
      })
      .nullable()
      .describe('The newest reply, by which a reader knows whether there is news; null before the first'),
    createdAt: timestamp.describe('When it was started'),
    editedAt: timestamp.nullable().describe('When its text was last changed; null while it is the first'),
    version,
  })
  .meta({ id: 'DiscussionListItem', description: 'A discussion, in a list' });

export const discussion = discussionListItem
  .extend({ text: z.string().describe('What the person asks, as written, in Markdown') })
  .meta({ id: 'Discussion', description: 'A question at a place of a lesson, with what became of it' });

export type Discussion = z.output<typeof discussion>;

export const discussionId = z.strictObject({ discussionId: id.describe('Id of the discussion') });

/** Why somebody does not get to a discussion that is there. */
export const discussionRefusals = [discussionNotFound, lessonNotFound, lessonLocked] as const;

const lessonRefusals = [courseNotFound, lessonNotFound, lessonLocked] as const;

export const startDiscussion = defineEndpoint('startDiscussion', 'POST /courses/:courseId/lessons/:lessonId/discussions', {
  summary: 'Ask at a place of a lesson that is open to the caller',
  params: lessonId,
  body: z.strictObject({
    place,
    text: discussionText,
    quote: quote.default(null).describe('Words of the lesson it is about, by which the place is found when it has changed'),
  }),
  response: discussion,
  status: 201,
  errors: [...lessonRefusals, discussionPlaceUnknown, discussionTooMany],
  idempotent: true,
});

const second = wholeNumber(0, maxSecond);

export const listDiscussions = defineEndpoint('listDiscussions', 'GET /courses/:courseId/lessons/:lessonId/discussions', {
  summary: 'Discussions of a lesson that is open to the caller, of learners of all cohorts, the newest first',
  params: lessonId,
  query: pageQuery.extend({
    at: z
      .enum(['lesson', 'block', 'second'])
      .optional()
      .meta({ description: 'Discussions at places of this kind', examples: ['block'] }),
    blockId: blockId.optional().describe('Discussions at this block'),
    fromSecond: second.optional().describe('Discussions at this second of the video or later'),
    toSecond: second.optional().describe('Discussions at this second of the video or earlier'),
    status: status.optional(),
    own: flag.default(false).describe('`true`: only those that one has started'),
  }),
  response: page(discussionListItem),
  errors: lessonRefusals,
});

export const listCourseDiscussions = defineEndpoint('listCourseDiscussions', 'GET /courses/:courseId/discussions', {
  summary: 'Discussions of a course: open ones first, and of these the oldest',
  description:
    'Authors and staff get those of all lessons, learners those of lessons open to them that they have started or follow.',
  params: courseId,
  query: pageQuery.extend({
    lessonId: id.optional().describe('Discussions of this lesson'),
    cohortId: id.optional().describe('Discussions that learners of this cohort have started; for authors and staff alone'),
    status: status.optional(),
    mine: z
      .enum(['asked', 'following'])
      .optional()
      .describe('`asked`: only those that one has started; `following`: only those that one follows'),
  }),
  response: page(discussionListItem),
  errors: [courseNotFound, enrolmentNotFound],
});

export const getDiscussion = defineEndpoint('getDiscussion', 'GET /courses/discussions/:discussionId', {
  summary: 'A discussion, for whom its lesson is open and for those who teach the course',
  params: discussionId,
  response: discussion,
  errors: discussionRefusals,
  volatile: true,
});

export const updateDiscussion = defineEndpoint('updateDiscussion', 'PATCH /courses/discussions/:discussionId', {
  summary: 'Write the text of one’s own discussion anew',
  params: discussionId,
  body: z.strictObject({ text: discussionText }),
  response: discussion,
  errors: discussionRefusals,
  ifMatch: true,
});

export const deleteDiscussion = defineEndpoint('deleteDiscussion', 'DELETE /courses/discussions/:discussionId', {
  summary: 'Delete one’s own discussion while nobody else has replied; authors of the course any, with its replies',
  params: discussionId,
  errors: [...discussionRefusals, discussionHasReplies],
});

export const reopenDiscussion = defineEndpoint('reopenDiscussion', 'POST /courses/discussions/:discussionId/reopen', {
  summary: 'Take the accepted answer back, as who asks or as an author of the course; a repeat changes nothing',
  params: discussionId,
  response: discussion,
  errors: discussionRefusals,
});

export const followDiscussion = defineEndpoint('followDiscussion', 'PUT /courses/discussions/:discussionId/follow', {
  summary: 'Have the same question: follow the discussion and get mails of replies, at most one in an hour',
  params: discussionId,
  errors: discussionRefusals,
});

export const unfollowDiscussion = defineEndpoint('unfollowDiscussion', 'DELETE /courses/discussions/:discussionId/follow', {
  summary: 'Follow a discussion no more, also when its lesson is closed since',
  params: discussionId,
  errors: [discussionNotFound],
});

export const discussionStarted = defineEvent(
  'courses.discussion-started.v1',
  z.object({
    courseId: id,
    lessonId: id,
    discussionId: id,
    personId: id,
    /** Of the lesson. */
    title: z.string(),
    place,
    occurredAt: timestamp,
  }),
);
