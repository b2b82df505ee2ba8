import { on } from '@lyceum/common/outbox';
import { profileUpdated } from '@lyceum/contracts/users/profile';
import { LessThan } from 'typeorm';
import { getRecipient } from './get-recipient.ts';
import { RecipientEntity } from './recipient.entity.ts';

/** Events may come in any order: an older version never replaces a newer one. */
export const updateRecipient = on(
  profileUpdated,
  'notifications.update-recipient',
  async (profile, { db }) => {
    const { accountId, name, locale, version } = profile;
    const { id } = await getRecipient(db, accountId);
    await db.update(RecipientEntity, { id, profileVersion: LessThan(version) }, { name, locale, profileVersion: version });
  },
  { keepsCopy: true },
);
