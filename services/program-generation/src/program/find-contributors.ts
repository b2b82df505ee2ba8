import { type EntityManager, LessThanOrEqual } from 'typeorm';
import { ProgramVersionEntity } from './program-version.entity.ts';

/** Everybody whose changes are in a version of a programme. Of an old version all authors up to it may be. */
export async function findContributors(db: EntityManager, programId: string, number: number): Promise<string[]> {
  const version = await db.findOneBy(ProgramVersionEntity, { programId, number });
  if (version?.contributors) return version.contributors;
  const earlier = await db.findBy(ProgramVersionEntity, { programId, number: LessThanOrEqual(number) });
  return [...new Set(earlier.map(({ authorId }) => authorId))];
}
