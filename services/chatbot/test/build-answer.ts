import { newId } from '@lyceum/common/database';
import type { ConversationRow } from '../src/conversing/conversation/conversation.entity.ts';
import { MessageEntity, type MessageRow } from '../src/conversing/message/message.entity.ts';
import { service } from './chatbot-service.ts';

/** A finished answer of the tutor to whoever has this conversation. */
export async function buildAnswer(
  { id: conversationId, personId }: Pick<ConversationRow, 'id' | 'personId'>,
  { space = 'main', ...overrides }: Partial<MessageRow> & { space?: string } = {},
): Promise<MessageRow> {
  const now = service.clock.now();
  const row: MessageRow = {
    ...{ id: newId(), conversationId, author: 'tutor', personId, mode: 'explain', text: 'Ответ', status: 'finished' },
    ...{ outcome: 'answered', failure: null, citations: [], droppedCitations: 0, searchedFor: [], sourceLessonIds: [] },
    ...{ model: null, feedback: null, replyTo: newId(), createdAt: now, endedAt: now },
    request: {
      ...{
        roles: ['user'],
        locale: 'en',
        question: 'Вопрос',
        passageId: null,
        quote: '',
        language: 'en',
        hint: null,
        notice: null,
        draft: 1,
      },
    },
    ...overrides,
  };
  await service.rows((db) => db.insert(MessageEntity, row), space);
  return row;
}
