import { belongsTo, spaceColumn } from '@lyceum/common/database';
import type { Citation } from '@lyceum/contracts/chatbot/citation';
import type { AnswerFailureCode, AnswerMode, AnswerOutcome, feedback, MessageStatus } from '@lyceum/contracts/chatbot/message';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Role } from '@lyceum/contracts/shared/roles';
import { EntitySchema } from 'typeorm';
import type { z } from 'zod';
import { ConversationEntity } from '../conversation/conversation.entity.ts';

/** Help of a ladder that the server has unlocked. */
export interface HintRequest {
  readonly ladderId: string;
  /** 1 to 3; 4 is the worked example. */
  readonly rung: number;
  /** What the learner works on, and what they have tried, the latest last. */
  readonly task: string;
  readonly attempts: readonly string[];
}

/** What an answer is asked for, kept with it: it is written later, and perhaps again. */
export interface AnswerRequest {
  /** Of the learner, for the budget of models. */
  readonly roles: readonly Role[];
  readonly locale: Locale;
  readonly question: string;
  readonly passageId: string | null;
  readonly quote: string;
  /** Of a translation, into which language. */
  readonly language: Locale;
  readonly hint: HintRequest | null;
  /** What to say to the learner beside the answer, such as where somebody in distress finds help; null when there is nothing. */
  readonly notice: string | null;
  /** Which writing of the answer this is, from 1. */
  readonly draft: number;
  /** When that was asked for, ISO 8601. */
  readonly queuedAt: string;
}

export interface MessageRow {
  id: string;
  conversationId: string;
  author: 'learner' | 'tutor' | 'teacher';
  /** Who wrote it; of the tutor, for whom. */
  personId: string;
  mode: AnswerMode;
  text: string;
  status: MessageStatus;
  outcome: AnswerOutcome | null;
  failure: AnswerFailureCode | null;
  citations: Citation[];
  droppedCitations: number;
  searchedFor: string[];
  /** Lessons it was made from, cited or not: it is shown only while they are open to its reader. */
  sourceLessonIds: string[];
  model: string | null;
  feedback: z.output<typeof feedback> | null;
  replyTo: string | null;
  /** Null of what nobody was asked for. */
  request: AnswerRequest | null;
  createdAt: Date;
  endedAt: Date | null;
  /** Made from the text by PostgreSQL. */
  search?: string;
}

export const MessageEntity = new EntitySchema<MessageRow>({
  name: 'message',
  tableName: 'messages',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    conversationId: belongsTo(ConversationEntity, 'messages_conversation'),
    author: { type: 'text' },
    personId: { type: 'uuid' },
    mode: { type: 'text' },
    text: { type: 'text' },
    status: { type: 'text' },
    outcome: { type: 'text', nullable: true },
    failure: { type: 'text', nullable: true },
    citations: { type: 'jsonb' },
    droppedCitations: { type: 'integer' },
    searchedFor: { type: 'jsonb' },
    sourceLessonIds: { type: 'uuid', array: true },
    model: { type: 'text', nullable: true },
    feedback: { type: 'jsonb', nullable: true },
    replyTo: { type: 'uuid', nullable: true },
    request: { type: 'jsonb', nullable: true },
    createdAt: { type: 'timestamptz' },
    endedAt: { type: 'timestamptz', nullable: true },
    search: {
      ...{ type: 'tsvector', generatedType: 'STORED', asExpression: "to_tsvector('russian', left(text, 50000))" },
      ...{ select: false, insert: false, update: false },
    },
  },
  indices: [
    { name: 'messages_of_conversation', columns: ['spaceId', 'conversationId', 'createdAt', 'id'] },
    { name: 'messages_conversation_key', columns: ['conversationId'] },
    // One answer at a time in a conversation.
    {
      name: 'messages_pending',
      columns: ['spaceId', 'conversationId'],
      unique: true,
      where: "status IN ('queued', 'writing')",
    },
  ],
});
