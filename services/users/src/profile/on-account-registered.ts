import { on } from '@lyceum/common/outbox';
import type { Locale } from '@lyceum/contracts/fields';
import { accountRegistered } from '@lyceum/contracts/tokens';
import { ProfileEntity } from './profile.entity.ts';

const usualTimeZone: Readonly<Record<Locale, string>> = { en: 'UTC', ru: 'Europe/Moscow' };

export const createProfile = on(accountRegistered, 'users.create-profile', async (account, { db, ctx }) => {
  const now = ctx.now();
  await db
    .createQueryBuilder()
    .insert()
    .into(ProfileEntity)
    .values({
      id: account.accountId,
      email: account.email,
      name: account.name,
      locale: account.locale,
      timeZone: usualTimeZone[account.locale],
      about: '',
      createdAt: now,
      updatedAt: now,
      version: 1,
    })
    .orIgnore()
    .execute();
});
