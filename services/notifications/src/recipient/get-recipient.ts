import type { EntityManager } from 'typeorm';
import { RecipientEntity, type RecipientRow } from './recipient.entity.ts';

/** Throws while the account's own event is not here yet: whatever needs it is delivered again later. */
export async function getRecipient(db: EntityManager, id: string): Promise<RecipientRow> {
  const recipient = await db.findOneBy(RecipientEntity, { id });
  if (!recipient) throw new Error(`the account ${id} is not known yet`);
  return recipient;
}
