import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { publish } from '@lyceum/common/outbox';
import { submissionEmpty, workSubmitted } from '@lyceum/contracts/courses/assignment';
import type { EntityManager } from 'typeorm';
import { SubmissionEntity, type SubmissionRow, toSortKey } from '../submission/submission.entity.ts';
import { requireSubmittable } from './require-submittable.ts';
import { requireTaken } from './require-taken.ts';

/**
 * Hands the draft in, for the version of the lesson that its learner has now. Fails as `requireSubmittable` and `requireTaken` do and with
 * `submission.empty`.
 */
export async function submitDraft(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  params: { courseId: string; lessonId: string },
): Promise<SubmissionRow> {
  const { lesson, assignment, dueAt, isLate: late, draft } = await requireSubmittable(db, ctx, actor, params);
  if (!draft || (draft.text === '' && draft.link === null && draft.fileIds.length === 0)) throw fail(submissionEmpty);
  requireTaken(assignment, draft);
  const { versionId, title } = lesson;
  const submittedAt = ctx.now();
  const changes = {
    ...{ versionId, title, maxPoints: assignment.points, submittedAt, dueAt, late },
    status: 'submitted',
    ...{ sortKey: toSortKey('submitted', submittedAt), version: draft.version + 1 },
  } as const;
  const { id: submissionId, courseId, enrolmentId, personId, lessonId, number } = draft;
  await db.update(SubmissionEntity, { id: submissionId }, changes);
  await publish(db, ctx, workSubmitted, {
    ...{ courseId, enrolmentId, personId, lessonId, versionId, submissionId, number, title, late },
    occurredAt: submittedAt,
  });
  return { ...draft, ...changes };
}
