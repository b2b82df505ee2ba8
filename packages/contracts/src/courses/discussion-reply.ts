import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { defineProblem } from '../define/problem.ts';
import { id, timestamp, version } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { discussionId, discussionRefusals, discussionStarted, discussionText, discussionTooMany } from './discussion.ts';
import { lessonNotFound } from './draft.ts';
import { safeHtml } from './lesson-content.ts';
import { lessonLocked } from './lesson-lock.ts';

export const replyNotFound = defineProblem('reply.not_found', 404, {
  en: 'There is no such reply',
  ru: 'Такого ответа нет',
});
export const discussionAnswered = defineProblem('discussion.answered', 409, {
  en: 'Another reply is accepted: reopen the discussion first',
  ru: 'Уже принят другой ответ: сначала откройте обсуждение снова',
});

export const reply = z
  .object({
    id: id.describe('Id of the reply'),
    discussionId: id.describe('Id of the discussion'),
    personId: id.describe('Id of the person who wrote it'),
    name: z.string().describe('Name of that person now'),
    byTeacher: z.boolean().describe('Whether somebody wrote it who teaches the course'),
    text: z.string().describe('What was written, in Markdown'),
    html: safeHtml.describe('The same as HTML, cleaned on the server'),
    accepted: z.boolean().describe('Whether it is the answer'),
    createdAt: timestamp.describe('When it was written'),
    editedAt: timestamp.nullable().describe('When its text was last changed; null while it is the first'),
    version,
  })
  .meta({ id: 'DiscussionReply', description: 'A reply in a discussion' });

export type DiscussionReply = z.output<typeof reply>;

const replyId = z.strictObject({ replyId: id.describe('Id of the reply') });

const replyRefusals = [replyNotFound, lessonNotFound, lessonLocked] as const;

export const createReply = defineEndpoint('createReply', 'POST /courses/discussions/:discussionId/replies', {
  summary: 'Reply in a discussion, and follow it',
  params: discussionId,
  body: z.strictObject({ text: discussionText }),
  response: reply,
  status: 201,
  errors: [...discussionRefusals, discussionTooMany],
  idempotent: true,
});

export const listReplies = defineEndpoint('listReplies', 'GET /courses/discussions/:discussionId/replies', {
  summary: 'Replies of a discussion, the oldest first',
  params: discussionId,
  query: pageQuery,
  response: page(reply),
  errors: discussionRefusals,
});

export const updateReply = defineEndpoint('updateReply', 'PATCH /courses/discussions/replies/:replyId', {
  summary: 'Write one’s own reply anew',
  params: replyId,
  body: z.strictObject({ text: discussionText }),
  response: reply,
  errors: replyRefusals,
  ifMatch: true,
});

export const deleteReply = defineEndpoint('deleteReply', 'DELETE /courses/discussions/replies/:replyId', {
  summary: 'Delete one’s own reply; authors of the course any. A discussion without its answer is open again',
  params: replyId,
  errors: replyRefusals,
});

export const acceptReply = defineEndpoint('acceptReply', 'POST /courses/discussions/replies/:replyId/accept', {
  summary: 'Accept a reply as the answer, as who asks or as an author of the course; a repeat changes nothing',
  params: replyId,
  response: reply,
  errors: [...replyRefusals, discussionAnswered],
});

export const discussionReplied = defineEvent(
  'courses.discussion-replied.v1',
  discussionStarted.schema.extend({
    replyId: id,
    /** Id of the person who asks; `personId` is who replies. */
    askerId: id,
  }),
);
