import { spaceColumn } from '@lyceum/common/database';
import type { ConversationTopic } from '@lyceum/contracts/chatbot/conversation';
import { EntitySchema } from 'typeorm';

export interface ConversationRow {
  id: string;
  personId: string;
  topic: ConversationTopic;
  /** Those of the topic, to search by; null of a conversation about none. */
  courseId: string | null;
  lessonId: string | null;
  title: string;
  messages: number;
  sharedAt: Date | null;
  createdAt: Date;
  lastMessageAt: Date;
  version: number;
  /** Made from the title by PostgreSQL. */
  search?: string;
}

export const ConversationEntity = new EntitySchema<ConversationRow>({
  name: 'conversation',
  tableName: 'conversations',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    personId: { type: 'uuid' },
    topic: { type: 'jsonb' },
    courseId: { type: 'uuid', nullable: true },
    lessonId: { type: 'uuid', nullable: true },
    title: { type: 'text' },
    messages: { type: 'integer' },
    sharedAt: { type: 'timestamptz', nullable: true },
    createdAt: { type: 'timestamptz' },
    lastMessageAt: { type: 'timestamptz' },
    version: { type: 'integer' },
    search: {
      ...{ type: 'tsvector', generatedType: 'STORED', asExpression: "to_tsvector('russian', title)" },
      ...{ select: false, insert: false, update: false },
    },
  },
  indices: [
    { name: 'conversations_of_person', columns: ['spaceId', 'personId', 'lastMessageAt', 'id'] },
    { name: 'conversations_shared', columns: ['spaceId', 'courseId', 'sharedAt', 'id'] },
    { name: 'conversations_of_course', columns: ['spaceId', 'courseId', 'lastMessageAt'] },
  ],
});
