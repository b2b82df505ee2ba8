import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { workGraded } from '@lyceum/contracts/courses/assignment';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { EntityManager } from 'typeorm';
import { wantsMail } from '../../informing/mail-preference/find-wanting.ts';
import { renderMarkdown } from '../../learning/lesson-text/render-markdown.ts';
import { SubmissionEntity, type SubmittedRow, toSortKey } from '../submission/submission.entity.ts';
import { countTowardsLesson } from './count-towards-lesson.ts';
import type { Score } from './score-work.ts';
import { workGradedMail } from './work-graded.mail.ts';

interface Grade {
  readonly score: Score;
  readonly status: 'accepted' | 'returned';
  /** What to tell the learner, in Markdown. */
  readonly feedbackText: string;
  /** Null where peer reviews accept it. */
  readonly gradedBy: string | null;
}

/** Writes a grade, finishes the lesson where it accepts, and tells the learner. The caller holds the lock of the learner's study. */
export async function applyGrade(
  db: EntityManager,
  ctx: Context,
  row: SubmittedRow,
  { score, status, feedbackText, gradedBy }: Grade,
): Promise<SubmittedRow> {
  const changes = {
    ...score,
    ...{ status, feedbackText, feedback: renderMarkdown(feedbackText), sortKey: toSortKey(status, row.submittedAt) },
    ...{ gradedAt: ctx.now(), gradedBy, version: row.version + 1 },
  };
  await db.update(SubmissionEntity, { id: row.id }, changes);
  const graded = { ...row, ...changes };
  if (status === 'accepted') await countTowardsLesson(db, ctx, graded);
  await announce(db, ctx, graded);
  return graded;
}

async function announce(
  db: EntityManager,
  ctx: Context,
  { points, percent, ...graded }: SubmittedRow & { points: number; percent: number },
): Promise<void> {
  const { id: submissionId, courseId, enrolmentId, personId, lessonId, versionId, number, title, maxPoints } = graded;
  const decision = graded.status === 'accepted' ? 'accept' : 'return';
  await publish(db, ctx, workGraded, {
    ...{ courseId, enrolmentId, personId, lessonId, versionId, submissionId, number, title },
    ...{ points, maxPoints, percent, decision, occurredAt: ctx.now() },
  });
  if (!(await wantsMail(db, personId, { kind: 'grades', courseId }))) return;
  const data = { courseId, lessonId, title, points, maxPoints, decision, byPeers: graded.gradedBy === null } as const;
  await publish(db, ctx, mailRequested, workGradedMail({ accountId: personId, data }));
}
