import { z } from 'zod';
import { courseNotFound } from '../courses/course.ts';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, text } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { conversation, conversationId, conversationNotFound } from './conversation.ts';
import { message } from './message.ts';

export const conversationNotShareable = defineProblem('conversation.not_shareable', 409, {
  en: 'Nobody teaches what this conversation is about',
  ru: 'По этой теме нет преподавателя, поделиться беседой не с кем',
});

export const sharedConversation = conversation
  .omit({ version: true, shared: true })
  .extend({
    personId: id.describe('Id of the learner'),
    name: z.string().describe('Name of the learner; empty while it is not known'),
  })
  .meta({ id: 'SharedConversation', description: 'A conversation that a learner shows to those who teach the course' });

export const shareConversation = defineEndpoint('shareConversation', 'POST /chat/conversations/:conversationId/share', {
  summary: 'Let those who teach the course read a conversation, with the name of the learner, and reply in it',
  params: conversationId,
  response: conversation,
  errors: [conversationNotFound, conversationNotShareable],
});

export const unshareConversation = defineEndpoint('unshareConversation', 'DELETE /chat/conversations/:conversationId/share', {
  summary: 'Keep a conversation to oneself again: from now on nobody else reads it; replies of teachers stay',
  params: conversationId,
  response: conversation,
  status: 200,
  errors: [conversationNotFound],
});

export const listSharedConversations = defineEndpoint(
  'listSharedConversations',
  'GET /chat/courses/:courseId/shared-conversations',
  {
    summary: 'Conversations that learners of a course show to those who teach it, the one shared last first',
    params: z.strictObject({ courseId: id.describe('Id of the course') }),
    query: pageQuery,
    response: page(sharedConversation),
    errors: [courseNotFound],
  },
);

export const getSharedConversation = defineEndpoint('getSharedConversation', 'GET /chat/shared-conversations/:conversationId', {
  summary: 'A conversation that a learner shows to those who teach the course, for one of these',
  params: conversationId,
  response: sharedConversation,
  errors: [conversationNotFound],
});

export const listSharedMessages = defineEndpoint(
  'listSharedMessages',
  'GET /chat/shared-conversations/:conversationId/messages',
  {
    summary: 'Messages of a conversation that is shared, the newest first, for those who teach the course',
    params: conversationId,
    query: pageQuery,
    response: page(message),
    errors: [conversationNotFound],
  },
);

export const replyToLearner = defineEndpoint('replyToLearner', 'POST /chat/conversations/:conversationId/replies', {
  summary: 'Reply to a learner in a conversation that is shared, as one who teaches the course',
  params: conversationId,
  body: z.strictObject({ text: text(1, 4000).describe('The reply, in Markdown without HTML') }),
  response: message,
  status: 201,
  errors: [conversationNotFound],
  idempotent: true,
});
