import type { Context } from '@lyceum/common/context';
import type { AnswerFailureCode, AnswerOutcome, MessageStatus } from '@lyceum/contracts/chatbot/message';
import type { EntityManager } from 'typeorm';
import { MessageEntity, type MessageRow } from '../../conversing/message/message.entity.ts';

/** How an answer ended, and what is there of it. */
export interface AnswerEnd extends Pick<MessageRow, 'text' | 'citations'> {
  readonly status: Exclude<MessageStatus, 'queued' | 'writing'>;
  readonly outcome?: AnswerOutcome;
  readonly failure?: AnswerFailureCode;
  readonly droppedCitations?: number;
}

type Answer = Pick<MessageRow, 'id' | 'request'>;

/** Changes an answer that is still queued or written, as only one can; false when another has ended it, or deleted it. */
export async function changePending(
  db: EntityManager,
  { id, request }: Answer,
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

export const endAnswer = (db: EntityManager, ctx: Context, answer: Answer, end: AnswerEnd): Promise<boolean> =>
  changePending(db, answer, ['queued', 'writing'], { ...end, endedAt: ctx.now() });
