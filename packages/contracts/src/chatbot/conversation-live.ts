import { z } from 'zod';
import { defineEndpoint, defineStream } from '../define/endpoint.ts';
import { defineSocket } from '../define/socket.ts';
import { id, timestamp } from '../shared/fields.ts';
import { conversationId, conversationNotFound } from './conversation.ts';
import { messageStatuses } from './message.ts';

const author = z.enum(['learner', 'tutor', 'teacher']);
const messageId = id.describe('Id of the message');
const name = z.string().nullable().describe('Name of a teacher; null of the learner, and while it is not known');

/** What happens in a conversation. Texts are read from its messages, where the gate looks at each. */
export const conversationEvent = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('ready').describe('Events follow from here on: read the messages now') }),
    z.object({ type: z.literal('message').describe('Somebody has written'), messageId, author: author.describe('Who') }),
    z.object({ type: z.literal('answer-begun').describe('The tutor writes: its event stream has the words'), messageId }),
    z.object({
      type: z.literal('answer-ended').describe('The answer is final'),
      messageId,
      status: z.enum(messageStatuses).describe('As which'),
    }),
    z.object({ type: z.literal('joined').describe('A teacher follows the conversation'), name }),
    z.object({ type: z.literal('left').describe('A teacher follows it no more'), name }),
    z.object({
      type: z.literal('typing').describe('Somebody else is typing, or was a moment ago'),
      author: z.enum(['learner', 'teacher']).describe('Who'),
      name,
    }),
    z.object({
      type: z.literal('closed').describe('It was deleted or, of a teacher, is not shared any more: no event follows'),
    }),
  ])
  .meta({ id: 'ConversationEvent', description: 'What happens in a conversation' });

export type ConversationEvent = z.output<typeof conversationEvent>;

export const followConversation = defineStream('followConversation', 'GET /chat/conversations/:conversationId/events', {
  summary: 'What happens in a conversation, for its learner and, while it is shared, for those who teach the course',
  description:
    'Begins with `ready`. A client that connects again with `Last-Event-ID` gets what it has not had; after more than a quarter of an hour, `ready` again. A teacher who follows has joined: the learner sees it.',
  params: conversationId,
  event: conversationEvent,
  errors: [conversationNotFound],
});

export const createSocketTicket = defineEndpoint(
  'createSocketTicket',
  'POST /chat/conversations/:conversationId/socket-tickets',
  {
    summary: 'A ticket to open the WebSocket of a conversation once',
    description:
      'Pages cannot set headers of a WebSocket, so a ticket in its address says who opens it. In come messages `{"type":"typing"}`, at most two a second and 1 kB each; out go the events of the conversation. Closed with 1001 it may be opened again, with another ticket; 1008 says that the caller may not, or sent too much.',
    params: conversationId,
    response: z
      .object({
        path: z.string().describe('What to open, with the ticket: relative to the address of the platform, with `wss:`'),
        expiresAt: timestamp.describe('Until when; it opens one WebSocket'),
      })
      .meta({ id: 'SocketTicket', description: 'Opens a WebSocket once' }),
    status: 201,
    errors: [conversationNotFound],
  },
);

export const conversationSocket = defineSocket('/chat/conversations/:conversationId/live', {
  params: conversationId,
  incoming: z.strictObject({ type: z.literal('typing') }),
  outgoing: conversationEvent,
  ...{ maxBytes: 1024, perSecond: 2 },
});
