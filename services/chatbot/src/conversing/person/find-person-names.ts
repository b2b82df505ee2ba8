import { type EntityManager, In } from 'typeorm';
import { PersonEntity } from './person.entity.ts';

/** Names of people by their ids, as they are now; whoever is not known is missing. */
export async function findPersonNames(db: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const people = await db.findBy(PersonEntity, { id: In([...new Set(ids)]) });
  return new Map(people.map(({ id, name }) => [id, name]));
}
