import { newId } from '@lyceum/common/database';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import type { TestActor } from '@lyceum/testing/actors';
import type { ConversationRow } from '../src/conversing/conversation/conversation.entity.ts';
import { MessageEntity, type MessageRow } from '../src/conversing/message/message.entity.ts';
import { service } from './chatbot-service.ts';

/** A message of a conversation; of its learner unless it says otherwise. */
export async function buildMessage(
  { id: conversationId, personId }: Pick<ConversationRow, 'id' | 'personId'>,
  overrides: Partial<MessageRow> = {},
  space = 'main',
): Promise<MessageRow> {
  const now = service.clock.now();
  const row: MessageRow = {
    ...{ id: newId(), conversationId, author: 'learner', personId, mode: 'explain', text: 'Почему?', status: 'finished' },
    ...{ outcome: null, failure: null, citations: [], droppedCitations: 0, searchedFor: [], sourceLessonIds: [] },
    ...{ model: null, feedback: null, replyTo: null, request: null, createdAt: now, endedAt: now },
    ...overrides,
  };
  await service.rows((db) => db.insert(MessageEntity, row), space);
  return row;
}

/** An answer of the tutor that was made from these lessons. */
export const buildLessonAnswer = (
  conversation: ConversationRow,
  text: string,
  sourceLessonIds: string[],
  overrides: Partial<MessageRow> = {},
) => {
  const made = { outcome: 'answered', model: 'double/model' } as const;
  return buildMessage(conversation, { author: 'tutor', text, sourceLessonIds, ...made, ...overrides });
};

/** Makes the name of a person known. */
export async function knowPerson(person: TestActor, name: string): Promise<TestActor> {
  const { id: accountId, locale, roles, space } = person;
  const account = { accountId, email: `${accountId}@example.org`, name, locale, roles: [...roles] };
  await service.deliver(accountRegistered, { ...account, occurredAt: '2026-11-20T10:00:00.000Z' }, { space });
  return person;
}
