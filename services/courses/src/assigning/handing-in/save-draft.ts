import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import type { EntityManager } from 'typeorm';
import { startLesson } from '../../learning/progress/start-lesson.ts';
import { SubmissionEntity, type SubmissionRow } from '../submission/submission.entity.ts';
import { requireFiles } from '../submission-file/find-files.ts';
import { requireSubmittable } from './require-submittable.ts';
import { requireTaken, type Work } from './require-taken.ts';

const ungraded = {
  ...{ gradedAt: null, gradedBy: null, points: null, percent: null, scores: [], feedbackText: null, feedback: null },
  ...{ submittedAt: null, dueAt: null, late: null },
};

/** Keeps a draft in place of the one before. Fails as `requireSubmittable`, `requireTaken` and `requireFiles` do. */
export async function saveDraft(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  { courseId, lessonId }: { courseId: string; lessonId: string },
  work: Work,
): Promise<SubmissionRow> {
  const {
    study,
    lesson,
    enrolment,
    assignment,
    draft: earlier,
    number,
  } = await requireSubmittable(db, ctx, actor, { courseId, lessonId });
  const { id: enrolmentId } = enrolment;
  const { versionId, title } = lesson;
  requireTaken(assignment, work);
  await requireFiles(db, { enrolmentId, lessonId }, work.fileIds);
  await startLesson(db, { enrolmentId, lessonId, versionId, startedAt: ctx.now() }, study.progress.get(lessonId));
  const draft: SubmissionRow = {
    ...work,
    ...ungraded,
    ...{ id: earlier?.id ?? newId(), courseId, enrolmentId, personId: actor.id, lessonId, versionId, title, number },
    ...{ status: 'draft', maxPoints: assignment.points, sortKey: '', version: (earlier?.version ?? 0) + 1 },
  };
  await db.upsert(SubmissionEntity, draft, ['id']);
  return draft;
}
