import { type EntityManager, In } from 'typeorm';
import { PersonEntity } from './person.entity.ts';

/** Names of people as they are now; of whoever is not known an empty one. */
export async function findPersonNames(db: EntityManager, ids: readonly string[]): Promise<(id: string) => string> {
  const people = await db.findBy(PersonEntity, { id: In([...new Set(ids)]) });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? '';
}
