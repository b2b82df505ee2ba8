import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { enqueue } from '@lyceum/common/outbox';
import { answerNotLast, answerPending } from '@lyceum/contracts/chatbot/message';
import type { EntityManager } from 'typeorm';
import { findConversation } from '../../conversing/conversation/find-conversation.ts';
import { type AnswerRequest, MessageEntity, type MessageRow } from '../../conversing/message/message.entity.ts';
import { answerQuestion } from '../writing/answer-question.job.ts';
import { isPending } from './read-answer.ts';

/** An answer that may be written anew: the last of its conversation, which is final. */
export async function findLastAnswer(
  db: EntityManager,
  { id, conversationId }: Pick<MessageRow, 'id' | 'conversationId'>,
): Promise<MessageRow & { readonly request: AnswerRequest }> {
  const last = await db.findOne(MessageEntity, {
    where: { conversationId, author: 'tutor' },
    order: { createdAt: 'DESC', id: 'DESC' },
  });
  if (last?.id !== id || !last.request) throw fail(answerNotLast);
  if (isPending(last)) throw fail(answerPending);
  return { ...last, request: last.request };
}

/** Queues the last answer of a conversation again, in its place. */
export async function regenerateAnswer(
  db: EntityManager,
  ctx: Context,
  actor: { id: string; roles: AnswerRequest['roles'] },
  message: Pick<MessageRow, 'id' | 'conversationId'>,
): Promise<MessageRow> {
  await findConversation(db, actor, message.conversationId, { lock: true });
  const { request, ...rest } = await findLastAnswer(db, message);
  const queued: MessageRow = {
    ...rest,
    ...{ text: '', status: 'queued', outcome: null, failure: null, citations: [], droppedCitations: 0 },
    ...{ searchedFor: [], sourceLessonIds: [], model: null, feedback: null, endedAt: null },
    request: {
      ...{ ...request, roles: [...actor.roles], locale: ctx.locale },
      ...{ draft: request.draft + 1, queuedAt: ctx.now().toISOString() },
    },
  };
  await db.save(MessageEntity, queued);
  await enqueue(db, ctx, answerQuestion, { messageId: message.id });
  return queued;
}
