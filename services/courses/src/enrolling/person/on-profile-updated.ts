import { on } from '@lyceum/common/outbox';
import { profileUpdated } from '@lyceum/contracts/users/profile';
import { IsNull, LessThan } from 'typeorm';
import { PersonEntity } from './person.entity.ts';

/** Events may come in any order: an older version never replaces a newer one, and one without its account is delivered again. */
export const updatePerson = on(
  profileUpdated,
  'courses.update-person',
  async ({ accountId: id, name, locale, timeZone = null, version }, { db }) => {
    if (!(await db.existsBy(PersonEntity, { id }))) throw new Error(`the account ${id} is not known yet`);
    const profile = { name, locale, timeZone, profileVersion: version };
    await db.update(PersonEntity, { id, profileVersion: LessThan(version) }, profile);
    // Told again by one who knows the zone.
    await db.update(PersonEntity, { id, profileVersion: version, timeZone: IsNull() }, { timeZone });
  },
  { keepsCopy: true },
);
