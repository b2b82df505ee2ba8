import { on } from '@lyceum/common/outbox';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import { defaultTimeZone } from '@lyceum/contracts/users/profile';
import { LessThan } from 'typeorm';
import { ProfileEntity, type ProfileRow } from './profile.entity.ts';

/**
 * A later registration replaces one that was never confirmed, in whatever order the two are told. A profile its owner has
 * changed is past that and stays.
 */
export const createProfile = on(
  accountRegistered,
  'users.create-profile',
  async (account, { db }) => {
    const { accountId: id, email, name, locale } = account;
    const createdAt = new Date(account.occurredAt);
    const timeZone = defaultTimeZone[locale];
    const texts = { email, name, locale, timeZone, about: '' };
    const profile: ProfileRow = { id, ...texts, avatarImageId: null, createdAt, updatedAt: createdAt, version: 1 };
    await db.createQueryBuilder().insert().into(ProfileEntity).values(profile).orIgnore().execute();
    await db.update(ProfileEntity, { id, version: 1, createdAt: LessThan(createdAt) }, profile);
  },
  { keepsCopy: true },
);
