import { findPage } from '@lyceum/common/pagination';
import type { Message } from '@lyceum/contracts/chatbot/message';
import type { PageQuery } from '@lyceum/contracts/shared/pagination';
import type { EntityManager } from 'typeorm';
import { findPersonNames } from '../person/find-person-names.ts';
import { MessageEntity, type MessageRow } from './message.entity.ts';
import { presentMessage } from './present-message.ts';

type Reader = Omit<Parameters<typeof presentMessage>[1], 'names'>;

/** Messages as their reader may see them now, with the names of teachers. */
export async function presentMessages(db: EntityManager, rows: readonly MessageRow[], reader: Reader): Promise<Message[]> {
  const names = await findPersonNames(
    db,
    rows.filter(({ author }) => author === 'teacher').map(({ personId }) => personId),
  );
  return rows.map((row) => presentMessage(row, { ...reader, names }));
}

/** Lists of messages by who reads them: the cursor of one is none of the other. */
type MessageList = 'message' | 'shared_message';

/** A page of a conversation, the newest first. */
export async function findMessages(
  db: EntityManager,
  list: MessageList,
  conversationId: string,
  { query, reader }: { readonly query: PageQuery; readonly reader: Reader },
) {
  const messages = db.createQueryBuilder(MessageEntity, list).where({ conversationId });
  const { rows, nextCursor } = await findPage(messages, query, { property: 'createdAt', direction: 'DESC' });
  return { items: await presentMessages(db, rows, reader), nextCursor };
}
