import { defaultTimeZone } from '@lyceum/contracts/users/profile';
import { type EntityManager, In } from 'typeorm';
import { PersonEntity, type PersonRow } from './person.entity.ts';

/** IANA name of the zone whose days and hours are those of a person. */
const toTimeZone = ({ timeZone, locale }: Pick<PersonRow, 'timeZone' | 'locale'>) => timeZone ?? defaultTimeZone[locale];

/** The zones of people by their ids; `UTC` for those who are not known. */
export async function findTimeZones(db: EntityManager, personIds: readonly string[]): Promise<(personId: string) => string> {
  const people = await db.find(PersonEntity, {
    select: { id: true, timeZone: true, locale: true },
    where: { id: In(personIds) },
  });
  const zones = new Map(people.map((person) => [person.id, toTimeZone(person)]));
  return (personId) => zones.get(personId) ?? 'UTC';
}
