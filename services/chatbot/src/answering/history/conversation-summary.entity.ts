import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { ConversationEntity } from '../../conversing/conversation/conversation.entity.ts';

/** What was said in a conversation before what a model is still given word for word. */
export interface ConversationSummaryRow {
  conversationId: string;
  text: string;
  /** Ids of the messages it stands for. */
  messageIds: string[];
  /** Lessons those were made from: it is used only while all of them are open. */
  sourceLessonIds: string[];
  updatedAt: Date;
}

export const ConversationSummaryEntity = new EntitySchema<ConversationSummaryRow>({
  name: 'conversation_summary',
  tableName: 'conversation_summaries',
  columns: {
    ...spaceColumn,
    conversationId: { ...belongsTo(ConversationEntity, 'conversation_summaries_conversation'), primary: true },
    text: { type: 'text' },
    messageIds: { type: 'uuid', array: true },
    sourceLessonIds: { type: 'uuid', array: true },
    updatedAt: { type: 'timestamptz' },
  },
});
