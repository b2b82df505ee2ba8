import { on } from '@lyceum/common/outbox';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import { LessThan } from 'typeorm';
import { PersonEntity, type PersonRow } from './person.entity.ts';

/** A later registration replaces one that was never confirmed, in whatever order they come; a profile replaces both. */
export const addPerson = on(
  accountRegistered,
  'chatbot.add-person',
  async ({ accountId: id, name, occurredAt }, { db }) => {
    const registeredAt = new Date(occurredAt);
    const person: PersonRow = { id, name, registeredAt, profileVersion: 0 };
    await db.createQueryBuilder().insert().into(PersonEntity).values(person).orIgnore().execute();
    await db.update(PersonEntity, { id, profileVersion: 0, registeredAt: LessThan(registeredAt) }, person);
  },
  { keepsCopy: true },
);
