import { snapshot } from '@lyceum/common/snapshots';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import { IsNull, Not } from 'typeorm';
import { AccountEntity } from './account.entity.ts';

export const accountSnapshot = snapshot(accountRegistered, AccountEntity, {
  where: { emailConfirmedAt: Not(IsNull()) },
  present: ({ id, email, name, locale, roles, createdAt }) => ({
    accountId: id,
    email,
    name,
    locale,
    roles,
    occurredAt: createdAt.toISOString(),
  }),
});
