import type { Context } from '@lyceum/common/context';
import { type EntityManager, In } from 'typeorm';
import { RevisionEntity, type RevisionRow } from '../../authoring/revision/revision.entity.ts';
import { CohortEntity, type CohortRow } from '../../enrolling/cohort/cohort.entity.ts';
import type { EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import { LessonProgressEntity, type LessonProgressRow } from '../progress/lesson-progress.entity.ts';
import { findLocks, type Lock } from './find-locks.ts';
import { findAllUnmet } from './find-unmet.ts';
import { toLearnerState } from './to-learner-state.ts';

type Progress = Pick<LessonProgressRow, 'enrolmentId' | 'lessonId' | 'startedAt' | 'completedAt'>;

/** What is open to a learner at this moment, by the same gate as when they ask. */
export interface LearnerStudy {
  readonly enrolment: EnrolmentRow;
  readonly cohort: CohortRow | null;
  readonly revision: RevisionRow;
  /** By the id of the lesson. */
  readonly progress: ReadonlyMap<string, Progress>;
  /** By the id of each lesson of the revision. */
  readonly locks: ReadonlyMap<string, Lock | null>;
}

/** Of many enrolments, with as many queries as of one. */
export async function findLearnerStudies(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  enrolments: readonly EnrolmentRow[],
): Promise<LearnerStudy[]> {
  if (enrolments.length === 0) return [];
  const revisionIds = [...new Set(enrolments.map(({ revisionId }) => revisionId))];
  const cohortIds = [...new Set(enrolments.flatMap(({ cohortId }) => cohortId ?? []))];
  const revisions = toMap(await db.findBy(RevisionEntity, { id: In(revisionIds) }));
  const cohorts = toMap(await db.findBy(CohortEntity, { id: In(cohortIds) }));
  const rows: Progress[] = await db.find(LessonProgressEntity, {
    select: { enrolmentId: true, lessonId: true, startedAt: true, completedAt: true },
    where: { enrolmentId: In(enrolments.map(({ id }) => id)) },
  });
  const progress = Map.groupBy(rows, ({ enrolmentId }) => enrolmentId);
  const findUnmetAt = await findAllUnmet(db, enrolments);
  return enrolments.flatMap((enrolment) => {
    const revision = revisions.get(enrolment.revisionId);
    if (!revision) return [];
    const cohort = enrolment.cohortId === null ? null : (cohorts.get(enrolment.cohortId) ?? null);
    const own = progress.get(enrolment.id) ?? [];
    const state = toLearnerState(enrolment, { cohort, unmet: findUnmetAt(enrolment), progress: own });
    const locks = findLocks(revision.outline, state, ctx.now());
    return [{ enrolment, cohort, revision, progress: new Map(own.map((row) => [row.lessonId, row])), locks }];
  });
}

const toMap = <Row extends { id: string }>(rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]));
