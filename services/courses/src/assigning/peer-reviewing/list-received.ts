import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { peerReviewOwnFirst } from '@lyceum/contracts/courses/peer-review';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { isAuthor } from '../../authoring/course/find-course.ts';
import type { EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import { findStudy, findStudyLesson, requireLearner } from '../../learning/gate/find-study.ts';
import { PeerReviewEntity } from '../peer-review/peer-review.entity.ts';
import { summarizeReviews } from '../peer-review/summarize-reviews.ts';
import { findAssignment } from '../submission/find-assignment.ts';
import type { SubmittedRow } from '../submission/submission.entity.ts';
import { findCurrent } from './accept-agreed.ts';
import { countDone, findOpen } from './find-duty.ts';
import { findNext } from './find-waiting.ts';
import { findNames } from './present-review.ts';

const noWork = { submissionId: null, percent: null, reviews: [] };

/** What others say of the work that one has handed in last. Fails with `lesson.locked` and `peer_review.own_first`. */
export async function listReceived(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  { courseId, lessonId }: { courseId: string; lessonId: string },
) {
  const study = await findStudy(db, ctx, actor, courseId);
  const lesson = findStudyLesson(study, lessonId);
  const { enrolment } = study;
  const work = enrolment && (await findCurrent(db, { enrolmentId: enrolment.id, lessonId }));
  if (!work) {
    requireLearner(study, lesson, ctx);
    return noWork;
  }
  const settings = (await findAssignment(db, work.versionId))?.peerReview;
  if (settings && !(await mayRead(db, ctx, enrolment, work, settings.reviews))) throw fail(peerReviewOwnFirst);
  const { id: submissionId, maxPoints } = work;
  const where = { submissionId, submittedAt: Not(IsNull()), removedAt: IsNull() };
  const rows = await db.find(PeerReviewEntity, { where, order: { takenAt: 'ASC', id: 'ASC' } });
  const findName = await findNames(
    db,
    rows.map(({ reviewerId }) => reviewerId),
  );
  const isAnonymous = settings?.anonymous ?? true;
  const { peerPercent } = (await summarizeReviews(db, [submissionId]))(submissionId);
  const reviews = rows.map((row) => ({ ...row, maxPoints, reviewer: isAnonymous ? null : findName(row.reviewerId) }));
  return { submissionId, percent: peerPercent, reviews };
}

/** Whether one’s own reviews are done, or need not be. */
async function mayRead(
  db: EntityManager,
  ctx: Context,
  enrolment: EnrolmentRow,
  { status, lessonId }: SubmittedRow,
  reviews: number,
): Promise<boolean> {
  const own = { enrolmentId: enrolment.id, lessonId };
  if (status !== 'submitted' || (await countDone(db, own)) >= reviews) return true;
  if (await isAuthor(db, enrolment.courseId, enrolment.personId)) return true;
  return !(await findOpen(db, ctx, own)) && (await findNext(db, ctx, enrolment, lessonId)) === null;
}
