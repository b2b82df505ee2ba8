import { on } from '@lyceum/common/outbox';
import { profileUpdated } from '@lyceum/contracts/users/profile';
import { LessThan } from 'typeorm';
import { PersonEntity } from './person.entity.ts';

/** Events may come in any order: an older version never replaces a newer one, and one without its account is delivered again. */
export const updatePerson = on(
  profileUpdated,
  'chatbot.update-person',
  async ({ accountId: id, name, version }, { db }) => {
    if (!(await db.existsBy(PersonEntity, { id }))) throw new Error(`the account ${id} is not known yet`);
    await db.update(PersonEntity, { id, profileVersion: LessThan(version) }, { name, profileVersion: version });
  },
  { keepsCopy: true },
);
