import { fail } from '@lyceum/common/errors';
import { enrolmentEnded } from '@lyceum/contracts/courses/enrolment';
import type { EntityManager } from 'typeorm';
import { freeSeat, takeSeat } from '../cohort/find-cohort.ts';
import { EnrolmentEntity, type EnrolmentRow } from './enrolment.entity.ts';

/**
 * Changes term, cohort and time in quizzes of a learner; the seat of another cohort is taken before the old one is free. Null when the person was never
 * in the course. Fails with `cohort.full` and `enrolment.ended`.
 */
export async function updateEnrolment(
  db: EntityManager,
  where: Pick<EnrolmentRow, 'courseId' | 'personId'>,
  change: Partial<Pick<EnrolmentRow, 'cohortId' | 'expiresAt' | 'timePercent'>>,
): Promise<EnrolmentRow | null> {
  const enrolment = await db.findOne(EnrolmentEntity, { where, lock: { mode: 'pessimistic_write' } });
  if (!enrolment) return null;
  if (enrolment.status === 'ended') throw fail(enrolmentEnded);
  const changed = { ...enrolment, ...change };
  if (changed.cohortId !== enrolment.cohortId) {
    if (changed.cohortId !== null) await takeSeat(db, changed.cohortId);
    if (enrolment.cohortId !== null) await freeSeat(db, enrolment.cohortId);
  }
  const { cohortId, expiresAt, timePercent } = changed;
  await db.update(EnrolmentEntity, { id: enrolment.id }, { cohortId, expiresAt, timePercent });
  return changed;
}
