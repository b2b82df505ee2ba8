import { on } from '@lyceum/common/outbox';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import { LessThan } from 'typeorm';
import { RecipientEntity, type RecipientRow } from './recipient.entity.ts';

/** A later registration replaces one that was never confirmed, in whatever order the two are told; a profile replaces both. */
export const addRecipient = on(
  accountRegistered,
  'notifications.add-recipient',
  async (account, { db }) => {
    const { accountId: id, email, name, locale } = account;
    const registeredAt = new Date(account.occurredAt);
    const recipient: RecipientRow = { id, email, name, locale, registeredAt, profileVersion: 0 };
    await db.createQueryBuilder().insert().into(RecipientEntity).values(recipient).orIgnore().execute();
    await db.update(RecipientEntity, { id, profileVersion: 0, registeredAt: LessThan(registeredAt) }, recipient);
  },
  { keepsCopy: true },
);
