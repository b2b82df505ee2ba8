import type { Context } from '@lyceum/common/context';
import type { AssignmentContent } from '@lyceum/contracts/courses/assignment-content';
import { type EntityManager, In } from 'typeorm';
import { DeadlineExtensionEntity } from '../../assigning/submission/deadline-extension.entity.ts';
import { computeDue } from '../../assigning/submission/find-due.ts';
import { SubmissionEntity } from '../../assigning/submission/submission.entity.ts';
import { listLessons } from '../../authoring/revision/outline.ts';
import type { EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import { findLearnerStudies, type LearnerStudy } from '../../learning/gate/find-learner-studies.ts';
import type { Deadlines } from './find-deadlines.ts';

export interface DueWork {
  readonly enrolment: EnrolmentRow;
  readonly lessonId: string;
  readonly title: string;
  readonly at: Date;
}

/** Assignments that are due within the horizon, are open to their learner and wait to be handed in. */
export async function findDueWork(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  { from, to, courseIds, stretches }: Deadlines,
  enrolments: readonly EnrolmentRow[],
): Promise<DueWork[]> {
  const extensions = await db.findBy(DeadlineExtensionEntity, { enrolmentId: In(enrolments.map(({ id }) => id)) });
  const extended = new Map(extensions.map((extension) => [toKey(extension), extension]));
  const isDue = (at: Date) => at >= from && at < to;
  const places = new Set([...courseIds, ...stretches.map(({ courseId }) => courseId)]);
  const granted = new Set(extensions.filter(({ dueAt }) => isDue(dueAt)).map(({ enrolmentId }) => enrolmentId));
  const concerned = enrolments.filter(({ id, courseId }) => places.has(courseId) || granted.has(id));
  if (concerned.length === 0) return [];
  const deadlines = await findVersions(db, concerned);
  const isHandedIn = await findHandedIn(db, concerned);
  return (await findLearnerStudies(db, ctx, concerned)).flatMap((study) => {
    const { enrolment, cohort, revision, progress, locks } = study;
    return listLessons(revision.outline).flatMap(({ id: lessonId, versionId, title }) => {
      const due = deadlines.get(versionId);
      if (!due || locks.get(lessonId) || progress.get(lessonId)?.completedAt || isHandedIn(study, lessonId)) return [];
      const extension = extended.get(toKey({ enrolmentId: enrolment.id, lessonId })) ?? null;
      const at = computeDue(due, { enrolledAt: enrolment.enrolledAt, cohort, extension });
      return isDue(at) ? [{ enrolment, lessonId, title, at }] : [];
    });
  });
}

/** What published assignments of these courses say of their deadlines, by the ids of their versions. */
async function findVersions(db: EntityManager, enrolments: readonly EnrolmentRow[]) {
  const rows = await db.query<{ id: string; due: NonNullable<AssignmentContent['due']> }[]>(
    `SELECT id, content -> 'due' AS due FROM lesson_versions
     WHERE course_id = ANY($1) AND (due_at IS NOT NULL OR due_days IS NOT NULL)`,
    [[...new Set(enrolments.map(({ courseId }) => courseId))]],
  );
  return new Map(rows.map(({ id, due }) => [id, due]));
}

/** Whether it waits for its grade or is accepted. What was handed in before a retake counts no more. */
async function findHandedIn(db: EntityManager, enrolments: readonly EnrolmentRow[]) {
  const rows = await db.find(SubmissionEntity, {
    select: { enrolmentId: true, lessonId: true, submittedAt: true },
    where: { enrolmentId: In(enrolments.map(({ id }) => id)), status: In(['submitted', 'accepted']) },
  });
  const submissions = Map.groupBy(rows, toKey);
  return ({ enrolment, progress }: LearnerStudy, lessonId: string) => {
    const startedAt = progress.get(lessonId)?.startedAt;
    const own = submissions.get(toKey({ enrolmentId: enrolment.id, lessonId })) ?? [];
    return own.some(({ submittedAt }) => submittedAt !== null && (!startedAt || submittedAt >= startedAt));
  };
}

const toKey = ({ enrolmentId, lessonId }: { enrolmentId: string; lessonId: string }) => `${enrolmentId} ${lessonId}`;
