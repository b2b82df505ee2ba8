import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { conversation, conversationId, conversationNotFound } from './conversation.ts';
import { message } from './message.ts';

/** More of a conversation than a person reads. */
export const maxExportedMessages = 1000;

export const exportConversation = defineEndpoint('exportConversation', 'GET /chat/conversations/:conversationId/export', {
  summary: 'All that one may see of a conversation now, for programs and as a Markdown text',
  params: conversationId,
  response: z
    .object({
      conversation,
      messages: z.array(message).describe('Its messages, the oldest first; of more than a thousand the newest'),
      complete: z.boolean().describe('Whether these are all'),
      markdown: z.string().describe('The same as a text to read'),
    })
    .meta({ id: 'ConversationExport', description: 'A conversation to take along' }),
  errors: [conversationNotFound],
});
