import { found } from '@lyceum/common/errors';
import { messageNotFound } from '@lyceum/contracts/chatbot/message';
import type { EntityManager } from 'typeorm';
import { ConversationEntity, type ConversationRow } from '../conversation/conversation.entity.ts';
import { MessageEntity, type MessageRow } from './message.entity.ts';

/** Of one's own conversations; of nobody else's. Fails with `tutor_message.not_found`. */
export async function findMessage(
  db: EntityManager,
  { id: personId }: { id: string },
  id: string,
): Promise<{ message: MessageRow; conversation: ConversationRow }> {
  const message = found(await db.findOneBy(MessageEntity, { id }), messageNotFound);
  const conversation = await db.findOneBy(ConversationEntity, { id: message.conversationId, personId });
  return { message, conversation: found(conversation, messageNotFound) };
}
