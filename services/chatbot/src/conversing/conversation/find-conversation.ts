import { found } from '@lyceum/common/errors';
import { conversationNotFound } from '@lyceum/contracts/chatbot/conversation';
import type { EntityManager } from 'typeorm';
import { ConversationEntity, type ConversationRow } from './conversation.entity.ts';

/** One's own; nobody else's is there. Fails with `conversation.not_found`. `lock` keeps it for the transaction. */
export async function findConversation(
  db: EntityManager,
  { id: personId }: { id: string },
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<ConversationRow> {
  const row = await db.findOne(ConversationEntity, {
    where: { id, personId },
    ...(lock && { lock: { mode: 'pessimistic_write' } }),
  });
  return found(row, conversationNotFound);
}

export const presentConversation = ({ sharedAt, ...row }: ConversationRow) => ({ ...row, shared: sharedAt !== null });
