import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { enqueue } from '@lyceum/common/outbox';
import type { AnswerMode } from '@lyceum/contracts/chatbot/message';
import type { EntityManager } from 'typeorm';
import { announceEvent } from '../../conversing/announcement/announce-event.job.ts';
import { ConversationEntity, type ConversationRow } from '../../conversing/conversation/conversation.entity.ts';
import { type AnswerRequest, MessageEntity, type MessageRow } from '../../conversing/message/message.entity.ts';
import { answerQuestion } from '../writing/answer-question.job.ts';

export interface Question {
  readonly mode: AnswerMode;
  /** What the learner is shown to have said. */
  readonly text: string;
  readonly request: Omit<AnswerRequest, 'roles' | 'locale' | 'draft' | 'queuedAt'>;
}

const titleLength = 80;

/**
 * Writes a question and its answer, which is queued, into a conversation that the transaction has locked. Fails with
 * `tutor_message.answer_pending` by the constraint `messages_pending`.
 */
export async function queueAnswer(
  db: EntityManager,
  ctx: Context,
  actor: Pick<Actor, 'id' | 'roles'>,
  conversation: ConversationRow,
  { mode, text, request }: Question,
): Promise<{ question: MessageRow; answer: MessageRow }> {
  const now = ctx.now();
  const common = {
    ...{ conversationId: conversation.id, personId: actor.id, mode, outcome: null, failure: null, citations: [] },
    ...{ droppedCitations: 0, searchedFor: [], sourceLessonIds: [], model: null, feedback: null },
  };
  const question: MessageRow = {
    ...common,
    ...{ id: newId(), author: 'learner', text, status: 'finished', replyTo: null, request: null, createdAt: now, endedAt: now },
  };
  const answer: MessageRow = {
    ...common,
    ...{ id: newId(), author: 'tutor', text: '', status: 'queued', replyTo: question.id, createdAt: now, endedAt: null },
    request: { ...request, roles: [...actor.roles], locale: ctx.locale, draft: 1, queuedAt: now.toISOString() },
  };
  await db.insert(MessageEntity, [question, answer]);
  const { id, title, messages, version } = conversation;
  await db.update(
    ConversationEntity,
    { id },
    {
      title: title || toTitle(text),
      messages: messages + 2,
      lastMessageAt: now,
      version: version + 1,
    },
  );
  const event = { type: 'message', messageId: question.id, author: 'learner' } as const;
  await enqueue(db, ctx, announceEvent, { conversationId: id, event, from: actor.id });
  await enqueue(db, ctx, answerQuestion, { messageId: answer.id });
  return { question, answer };
}

const toTitle = (text: string) => Array.from(text.replace(/\s+/g, ' ').trim()).slice(0, titleLength).join('');
