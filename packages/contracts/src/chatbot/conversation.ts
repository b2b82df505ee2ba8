import { z } from 'zod';
import { courseNotFound } from '../courses/course.ts';
import { lessonNotFound } from '../courses/draft.ts';
import { lessonLocked } from '../courses/lesson-lock.ts';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line, timestamp, version } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';

export const tutor = {
  /** What is asked for is further decided by the gate of courses. */
  ask: definePermission('tutor.ask', ['user', 'staff', 'admin']),
};

export const conversationNotFound = defineProblem('conversation.not_found', 404, {
  en: 'There is no such conversation',
  ru: 'Такой беседы нет',
});
export const tooManyConversations = defineProblem('conversation.too_many', 409, {
  en: 'There are too many conversations: delete some first',
  ru: 'Бесед слишком много: сначала удалите ненужные',
});

/** What a conversation is about, and so what its answers may be made of. */
export const conversationTopic = z
  .discriminatedUnion('at', [
    z.strictObject({
      at: z.literal('lesson').describe('A lesson first, then the other lessons of its course that are open to the learner'),
      courseId: id.describe('Id of the course'),
      lessonId: id.describe('Id of the lesson'),
    }),
    z.strictObject({
      at: z.literal('course').describe('The lessons of a course that are open to the learner'),
      courseId: id.describe('Id of the course'),
    }),
    z.strictObject({ at: z.literal('help').describe('How the platform is used: its help articles') }),
  ])
  .meta({ id: 'ConversationTopic', description: 'What a conversation is about' });

export type ConversationTopic = z.output<typeof conversationTopic>;

export const conversation = z
  .object({
    id: id.describe('Id of the conversation'),
    topic: conversationTopic,
    title: z.string().describe('What its owner calls it; at first the beginning of the first question'),
    messages: z.int().describe('How many messages it has'),
    shared: z.boolean().describe('Whether those who teach the course may read it and reply'),
    createdAt: timestamp.describe('When it was begun'),
    lastMessageAt: timestamp.describe('When something was last said in it, or when it was begun'),
    version,
  })
  .meta({ id: 'TutorConversation', description: 'What a person and the tutor have said to each other' });

export type Conversation = z.output<typeof conversation>;

export const conversationId = z.strictObject({ conversationId: id.describe('Id of the conversation') });

/** Why a course, or a lesson of it, cannot be talked about. */
export const topicRefusals = [courseNotFound, lessonNotFound, lessonLocked] as const;

export const startConversation = defineEndpoint('startConversation', 'POST /chat/conversations', {
  summary: 'Begin a conversation with the tutor',
  body: z.strictObject({
    topic: conversationTopic,
    title: line(0, 200).default('').describe('What to call it; when empty, the beginning of the first question'),
  }),
  response: conversation,
  status: 201,
  errors: [...topicRefusals, tooManyConversations],
  idempotent: true,
});

export const listConversations = defineEndpoint('listConversations', 'GET /chat/conversations', {
  summary: 'One’s own conversations, the one spoken in last first',
  query: pageQuery.extend({
    courseId: id.optional().describe('Conversations about this course'),
    lessonId: id.optional().describe('Conversations about this lesson'),
    q: line(1, 100)
      .optional()
      .describe('Words of the title or of messages; those of the tutor count while the lessons they were made from are open'),
  }),
  response: page(conversation),
});

export const getConversation = defineEndpoint('getConversation', 'GET /chat/conversations/:conversationId', {
  summary: 'One of one’s own conversations',
  params: conversationId,
  response: conversation,
  errors: [conversationNotFound],
});

export const renameConversation = defineEndpoint('renameConversation', 'PATCH /chat/conversations/:conversationId', {
  summary: 'Call a conversation something else',
  params: conversationId,
  body: z.strictObject({ title: line(1, 200).describe('What to call it') }),
  response: conversation,
  errors: [conversationNotFound],
  ifMatch: true,
});

export const deleteConversation = defineEndpoint('deleteConversation', 'DELETE /chat/conversations/:conversationId', {
  summary: 'Delete a conversation with all that was said in it; an answer that is being written is stopped',
  params: conversationId,
  errors: [conversationNotFound],
  ifMatch: true,
});
