import { fail } from '@lyceum/common/errors';
import { answerPending } from '@lyceum/contracts/chatbot/message';
import { type EntityManager, In } from 'typeorm';
import { MessageEntity } from '../../conversing/message/message.entity.ts';

export const hasPending = (db: EntityManager, conversationId: string): Promise<boolean> =>
  db.existsBy(MessageEntity, { conversationId, status: In(['queued', 'writing']) });

/** For whatever is refused anyway while an answer is pending, so that it is not counted as a question first. */
export async function requireNoPending(db: EntityManager, conversationId: string): Promise<void> {
  if (await hasPending(db, conversationId)) throw fail(answerPending);
}
