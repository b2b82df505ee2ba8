import { on } from '@lyceum/common/outbox';
import { accountRegistered } from '@lyceum/contracts/tokens';
import { RecipientEntity } from './recipient.entity.ts';

export const addRecipient = on(accountRegistered, 'notifications.add-recipient', async (account, { db }) => {
  const { accountId: id, email, name, locale } = account;
  await db
    .createQueryBuilder()
    .insert()
    .into(RecipientEntity)
    .values({ id, email, name, locale, profileVersion: 0 })
    .orIgnore()
    .execute();
});
