import type { AssignmentContent } from '@lyceum/contracts/courses/assignment-content';
import type { EntityManager } from 'typeorm';
import { listLessons, type Outline } from '../../authoring/revision/outline.ts';
import { CohortEntity, type CohortRow } from '../../enrolling/cohort/cohort.entity.ts';
import type { EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import { addDays } from '../../learning/gate/find-locks.ts';
import type { Study } from '../../learning/gate/find-study.ts';
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

type Due = NonNullable<AssignmentContent['due']>;

/** The same of all assignments of an outline by the ids of their lessons, in one query; what is no assignment or is due never is not there. */
export async function findAllDue(
  db: EntityManager,
  outline: Outline,
  { enrolment, cohort }: Pick<Study, 'enrolment' | 'cohort'>,
): Promise<ReadonlyMap<string, Date>> {
  const versionIds = listLessons(outline).flatMap(({ type, versionId }) => (type === 'assignment' ? [versionId] : []));
  if (versionIds.length === 0) return new Map();
  const rows = await db.query<{ lessonId: string; due: Due; extendedTo: Date | null }[]>(
    `SELECT v.lesson_id AS "lessonId", v.content -> 'due' AS due, e.due_at AS "extendedTo" FROM lesson_versions v
     LEFT JOIN deadline_extensions e ON e.enrolment_id = $2 AND e.lesson_id = v.lesson_id
     WHERE v.id = ANY($1) AND (v.due_at IS NOT NULL OR v.due_days IS NOT NULL)`,
    [versionIds, enrolment?.id ?? null],
  );
  return new Map(
    rows.flatMap(({ lessonId, due, extendedTo }) => {
      if (!enrolment) return due.due === 'at' ? [[lessonId, new Date(due.at)]] : [];
      const extension = extendedTo && { dueAt: extendedTo };
      return [[lessonId, computeDue(due, { enrolledAt: enrolment.enrolledAt, cohort, extension })]];
    }),
  );
}

interface Circumstances extends Pick<EnrolmentRow, 'enrolledAt'> {
  readonly cohort: Pick<CohortRow, 'startsAt' | 'endsAt'> | null;
  readonly extension: Pick<DeadlineExtensionRow, 'dueAt'> | null;
}

/** The same of what is known of the learner. */
export function computeDue(due: Due, { enrolledAt, cohort, extension }: Circumstances): Date {
  const dueAt = due.due === 'at' ? new Date(due.at) : addDays({ enrolledAt, cohort }, due.days);
  return extension && extension.dueAt > dueAt ? extension.dueAt : dueAt;
}

async function findCohort(db: EntityManager, { cohortId }: EnrolmentRow) {
  return cohortId === null ? null : db.findOneBy(CohortEntity, { id: cohortId });
}
