import { belongsTo, spaceColumn } from '@lyceum/common/database';
import type { PracticeFailure, PracticeKind } from '@lyceum/contracts/chatbot/practice';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Role } from '@lyceum/contracts/shared/roles';
import { EntitySchema } from 'typeorm';
import { ConversationEntity } from '../../conversing/conversation/conversation.entity.ts';

export interface PracticeQuizRow {
  id: string;
  conversationId: string;
  personId: string;
  /** Of the learner, for the gate and for the budget of models. */
  roles: Role[];
  locale: Locale;
  courseId: string;
  lessonId: string;
  kind: PracticeKind;
  /** How many questions were asked for. */
  count: number;
  status: 'making' | 'ready' | 'failed';
  failure: PracticeFailure | null;
  made: number;
  answered: number;
  answeredRight: number;
  createdAt: Date;
}

export const PracticeQuizEntity = new EntitySchema<PracticeQuizRow>({
  name: 'practice_quiz',
  tableName: 'practice_quizzes',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    conversationId: belongsTo(ConversationEntity, 'practice_quizzes_conversation'),
    personId: { type: 'uuid' },
    roles: { type: 'text', array: true },
    locale: { type: 'text' },
    courseId: { type: 'uuid' },
    lessonId: { type: 'uuid' },
    kind: { type: 'text' },
    count: { type: 'integer' },
    status: { type: 'text' },
    failure: { type: 'text', nullable: true },
    made: { type: 'integer' },
    answered: { type: 'integer' },
    answeredRight: { type: 'integer' },
    createdAt: { type: 'timestamptz' },
  },
  indices: [
    { name: 'practice_quizzes_of_conversation', columns: ['spaceId', 'conversationId', 'createdAt', 'id'] },
    { name: 'practice_quizzes_conversation_key', columns: ['conversationId'] },
    // One is made at a time in a conversation.
    { name: 'practice_quizzes_pending', columns: ['spaceId', 'conversationId'], unique: true, where: "status = 'making'" },
  ],
});
