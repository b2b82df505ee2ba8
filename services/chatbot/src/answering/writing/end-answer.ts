import type { Context } from '@lyceum/common/context';
import { enqueue } from '@lyceum/common/outbox';
import type { AnswerFailureCode, AnswerOutcome, MessageStatus } from '@lyceum/contracts/chatbot/message';
import type { EntityManager } from 'typeorm';
import { announceEvent } from '../../conversing/announcement/announce-event.job.ts';
import { MessageEntity, type MessageRow } from '../../conversing/message/message.entity.ts';

/** How an answer ended, and what is there of it. */
export interface AnswerEnd extends Pick<MessageRow, 'text' | 'citations'> {
  readonly status: Exclude<MessageStatus, 'queued' | 'writing'>;
  readonly outcome?: AnswerOutcome;
  readonly failure?: AnswerFailureCode;
  readonly droppedCitations?: number;
}

/** Of an answer that a quiz of the course has overtaken: nothing of it is kept. */
export const silencedEnd: AnswerEnd = { text: '', citations: [], status: 'failed', failure: 'quiz-open' };

type Answer = Pick<MessageRow, 'id' | 'conversationId' | 'request'>;

/** Changes an answer that is still queued or written, as only one can; false when another has ended it, or deleted it. */
async function changePending(
  db: EntityManager,
  { id, request }: Pick<Answer, 'id' | 'request'>,
  from: readonly MessageStatus[],
  changes: Partial<Omit<MessageRow, 'request'>>,
): Promise<boolean> {
  const { affected } = await db
    .createQueryBuilder()
    .update(MessageEntity)
    .set(changes)
    .where('id = :id AND status IN (:...from)', { id, from })
    .andWhere("coalesce(request->>'draft', '1') = :draft", { draft: `${request?.draft ?? 1}` })
    .execute();
  return affected === 1;
}

/** Says that a queued answer is being written; false when another does, or has ended it. */
export async function beginAnswer(
  db: EntityManager,
  ctx: Context,
  answer: Answer,
  changes: Pick<MessageRow, 'sourceLessonIds' | 'searchedFor' | 'model'>,
): Promise<boolean> {
  const isBegun = await changePending(db, answer, ['queued'], { ...changes, status: 'writing' });
  const { id: messageId, conversationId } = answer;
  if (isBegun) await enqueue(db, ctx, announceEvent, { conversationId, event: { type: 'answer-begun', messageId }, from: null });
  return isBegun;
}

/** Ends an answer and has its followers hear of it; false when another has ended it, or deleted it. */
export async function endAnswer(db: EntityManager, ctx: Context, answer: Answer, end: AnswerEnd): Promise<boolean> {
  const isEnded = await changePending(db, answer, ['queued', 'writing'], { ...end, endedAt: ctx.now() });
  const { id: messageId, conversationId } = answer;
  const event = { type: 'answer-ended', messageId, status: end.status } as const;
  if (isEnded) await enqueue(db, ctx, announceEvent, { conversationId, event, from: null });
  return isEnded;
}
