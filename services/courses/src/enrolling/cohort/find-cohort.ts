import { fail, found } from '@lyceum/common/errors';
import { cohortFull, cohortNotFound } from '@lyceum/contracts/courses/cohort';
import type { EntityManager } from 'typeorm';
import { CohortEntity, type CohortRow } from './cohort.entity.ts';

/** Keeps the cohort from being deleted until the transaction ends, or from any change with `lock`. Fails with `cohort.not_found`. */
export async function findCohort(
  db: EntityManager,
  courseId: string,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<CohortRow> {
  const mode = lock ? 'pessimistic_write' : 'for_key_share';
  return found(await db.findOne(CohortEntity, { where: { id, courseId }, lock: { mode } }), cohortNotFound);
}

/** Takes a seat for good: the last one is given once, however many ask. Fails with `cohort.full`. */
export async function takeSeat(db: EntityManager, cohortId: string): Promise<void> {
  const { affected } = await db
    .createQueryBuilder()
    .update(CohortEntity)
    .set({ seatsTaken: () => 'seats_taken + 1' })
    .where('id = :cohortId AND (seats IS NULL OR seats_taken < seats)', { cohortId })
    .execute();
  if (!affected) throw fail(cohortFull);
}

export async function freeSeat(db: EntityManager, cohortId: string): Promise<void> {
  await db.decrement(CohortEntity, { id: cohortId }, 'seatsTaken', 1);
}
