import { isDeepStrictEqual } from 'node:util';
import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { requireVersion } from '@lyceum/common/http';
import { publish } from '@lyceum/common/outbox';
import { submissionAccepted, workGraded } from '@lyceum/contracts/courses/assignment';
import { type gradeSubmission as contract, submissionSuperseded } from '@lyceum/contracts/courses/grading';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { type EntityManager, MoreThan, Not } from 'typeorm';
import type { z } from 'zod';
import { renderMarkdown } from '../lesson-text/render-markdown.ts';
import { wantsMail } from '../mail-preference/find-wanting.ts';
import { lockStudy } from '../progress/lock-study.ts';
import { requireAssignment } from '../submission/find-assignment.ts';
import { SubmissionEntity, type SubmittedRow, toSortKey } from '../submission/submission.entity.ts';
import { countTowardsLesson } from './count-towards-lesson.ts';
import { findSubmitted } from './find-submitted.ts';
import { scoreWork } from './score-work.ts';
import { workGradedMail } from './work-graded.mail.ts';

interface Grading {
  readonly grade: z.output<typeof contract.body>;
  readonly ifMatch: readonly number[] | undefined;
}

/**
 * Grades work; the same grade again changes nothing. Fails with `submission.not_found`, `submission.score_invalid`,
 * `submission.superseded` and `submission.accepted`, and when somebody else has graded it meanwhile.
 */
export async function gradeSubmission(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  id: string,
  { grade, ifMatch }: Grading,
): Promise<SubmittedRow> {
  const { personId } = await findSubmitted(db, actor, id, { to: 'update' });
  await lockStudy(db, personId);
  const row = await findSubmitted(db, actor, id, { to: 'update' });
  const { decision, feedback: feedbackText } = grade;
  const status = decision === 'accept' ? 'accepted' : 'returned';
  const score = scoreWork(await requireAssignment(db, row.versionId), grade);
  const values = { ...score, status, feedbackText } as const;
  const { points, percent, scores } = row;
  const before = { points, percent, scores, status: row.status, feedbackText: row.feedbackText };
  if (isDeepStrictEqual(values, before)) return row;
  requireVersion(row.version, ifMatch);
  if (row.status === 'accepted' && status === 'returned') throw fail(submissionAccepted);
  await requireLast(db, row);
  const changes = {
    ...values,
    ...{ feedback: renderMarkdown(feedbackText), sortKey: toSortKey(status, row.submittedAt) },
    ...{ gradedAt: ctx.now(), gradedBy: actor.id, version: row.version + 1 },
  };
  await db.update(SubmissionEntity, { id }, changes);
  const graded = { ...row, ...changes };
  if (status === 'accepted') await countTowardsLesson(db, ctx, graded);
  await announce(db, ctx, graded, decision);
  return graded;
}

async function requireLast(db: EntityManager, { enrolmentId, lessonId, number }: SubmittedRow): Promise<void> {
  const later = { enrolmentId, lessonId, number: MoreThan(number), status: Not('draft' as const) };
  if (await db.existsBy(SubmissionEntity, later)) throw fail(submissionSuperseded);
}

async function announce(
  db: EntityManager,
  ctx: Context,
  { points, percent, ...graded }: SubmittedRow & { points: number; percent: number },
  decision: 'accept' | 'return',
): Promise<void> {
  const { id: submissionId, courseId, enrolmentId, personId, lessonId, versionId, number, title, maxPoints } = graded;
  await publish(db, ctx, workGraded, {
    ...{ courseId, enrolmentId, personId, lessonId, versionId, submissionId, number, title },
    ...{ points, maxPoints, percent, decision, occurredAt: ctx.now() },
  });
  if (!(await wantsMail(db, personId, { kind: 'grades', courseId }))) return;
  const data = { courseId, lessonId, title, points, maxPoints, decision };
  await publish(db, ctx, mailRequested, workGradedMail({ accountId: personId, data }));
}
