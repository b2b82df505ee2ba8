import { newId } from '@lyceum/common/database';
import type { TestActor } from '@lyceum/testing/actors';
import { ConversationEntity, type ConversationRow } from '../src/conversing/conversation/conversation.entity.ts';
import { service } from './chatbot-service.ts';

/** A conversation of this person; about help unless it says otherwise. */
export async function buildConversation(as: TestActor, overrides: Partial<ConversationRow> = {}): Promise<ConversationRow> {
  const { topic = { at: 'help' as const } } = overrides;
  const now = service.clock.now();
  const row: ConversationRow = {
    ...{ id: newId(), personId: as.id, topic, title: 'Беседа', messages: 0, sharedAt: null, version: 1 },
    courseId: topic.at === 'help' ? null : topic.courseId,
    lessonId: topic.at === 'lesson' ? topic.lessonId : null,
    ...{ createdAt: now, lastMessageAt: now },
    ...overrides,
  };
  await service.rows((db) => db.insert(ConversationEntity, row), as.space);
  return row;
}
