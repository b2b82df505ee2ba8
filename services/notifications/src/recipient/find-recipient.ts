import type { EventPayload } from '@lyceum/contracts/define/event';
import type { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { EntityManager } from 'typeorm';
import { getRecipient } from './get-recipient.ts';
import { RecipientEntity, type RecipientRow } from './recipient.entity.ts';

type Recipient = Pick<RecipientRow, 'email' | 'locale'> & { name?: string | undefined };

/** Whom a mail is for. Without an address of its own it waits for the account. */
export async function findRecipient(
  db: EntityManager,
  accountId: string,
  to: EventPayload<typeof mailRequested>['to'],
): Promise<Recipient> {
  if (!to) return getRecipient(db, accountId);
  return (await db.findOneBy(RecipientEntity, { id: accountId })) ?? to;
}
