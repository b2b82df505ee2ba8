import type { AssignmentContent } from '@lyceum/contracts/courses/assignment-content';
import type { EntityManager } from 'typeorm';
import { CohortEntity, type CohortRow } from '../../enrolling/cohort/cohort.entity.ts';
import type { EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import { addDays } from '../../learning/gate/find-locks.ts';
import { DeadlineExtensionEntity, type DeadlineExtensionRow } from './deadline-extension.entity.ts';

/** Until when a learner may hand in on time, an extension included; null for ever, or where it depends on a learner and there is none. */
export async function findDue(
  db: EntityManager,
  { due }: Pick<AssignmentContent, 'due'>,
  enrolment: EnrolmentRow | null,
  lessonId: string,
): Promise<Date | null> {
  if (due === null) return null;
  if (!enrolment) return due.due === 'at' ? new Date(due.at) : null;
  const cohort = due.due === 'at' ? null : await findCohort(db, enrolment);
  const extension = await db.findOneBy(DeadlineExtensionEntity, { enrolmentId: enrolment.id, lessonId });
  return computeDue(due, { enrolledAt: enrolment.enrolledAt, cohort, extension });
}

interface Circumstances extends Pick<EnrolmentRow, 'enrolledAt'> {
  readonly cohort: Pick<CohortRow, 'startsAt' | 'endsAt'> | null;
  readonly extension: Pick<DeadlineExtensionRow, 'dueAt'> | null;
}

/** The same of what is known of the learner. */
export function computeDue(due: NonNullable<AssignmentContent['due']>, { enrolledAt, cohort, extension }: Circumstances): Date {
  const dueAt = due.due === 'at' ? new Date(due.at) : addDays({ enrolledAt, cohort }, due.days);
  return extension && extension.dueAt > dueAt ? extension.dueAt : dueAt;
}

async function findCohort(db: EntityManager, { cohortId }: EnrolmentRow) {
  return cohortId === null ? null : db.findOneBy(CohortEntity, { id: cohortId });
}
