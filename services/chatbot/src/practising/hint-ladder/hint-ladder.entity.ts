import { belongsTo, spaceColumn } from '@lyceum/common/database';
import type { HintLadder } from '@lyceum/contracts/chatbot/hint-ladder';
import { EntitySchema } from 'typeorm';
import { ConversationEntity } from '../../conversing/conversation/conversation.entity.ts';

export interface LadderAttempt {
  readonly text: string;
  /** Number of the last hint there was. */
  readonly rung: number;
  /** ISO 8601. */
  readonly madeAt: string;
}

export interface HintLadderRow {
  id: string;
  conversationId: string;
  personId: string;
  task: string;
  rung: number;
  /** The latest last. */
  attempts: LadderAttempt[];
  status: HintLadder['status'];
  createdAt: Date;
}

export const HintLadderEntity = new EntitySchema<HintLadderRow>({
  name: 'hint_ladder',
  tableName: 'hint_ladders',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    conversationId: belongsTo(ConversationEntity, 'hint_ladders_conversation'),
    personId: { type: 'uuid' },
    task: { type: 'text' },
    rung: { type: 'integer' },
    attempts: { type: 'jsonb' },
    status: { type: 'text' },
    createdAt: { type: 'timestamptz' },
  },
  indices: [
    { name: 'hint_ladders_of_conversation', columns: ['spaceId', 'conversationId', 'createdAt', 'id'] },
    { name: 'hint_ladders_conversation_key', columns: ['conversationId'] },
    // One open at a time in a conversation.
    { name: 'hint_ladders_open', columns: ['spaceId', 'conversationId'], unique: true, where: "status = 'open'" },
  ],
});
