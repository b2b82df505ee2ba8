import { snapshot } from '@lyceum/common/snapshots';
import { profileUpdated } from '@lyceum/contracts/users/profile';
import { MoreThan } from 'typeorm';
import { ProfileEntity } from './profile.entity.ts';

/** Of one that nobody has changed its account tells everything. */
export const profileSnapshot = snapshot(profileUpdated, ProfileEntity, {
  where: { version: MoreThan(1) },
  present: ({ id, name, locale, timeZone, version, updatedAt }) => ({
    accountId: id,
    name,
    locale,
    timeZone,
    version,
    occurredAt: updatedAt.toISOString(),
  }),
});
