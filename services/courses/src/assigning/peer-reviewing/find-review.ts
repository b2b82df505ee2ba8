import type { Actor, Context } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import { peerReviewNotFound } from '@lyceum/contracts/courses/peer-review';
import type { EntityManager } from 'typeorm';
import { canTeach, canUpdate } from '../../authoring/course/find-course.ts';
import { findStudy, findStudyLesson, requireLearner } from '../../learning/gate/find-study.ts';
import { PeerReviewEntity, type PeerReviewRow } from '../peer-review/peer-review.entity.ts';
import { isSubmitted, SubmissionEntity, type SubmittedRow } from '../submission/submission.entity.ts';

export interface ReadableReview {
  readonly row: PeerReviewRow;
  readonly work: SubmittedRow;
  /** Whoever teaches the course sees whose work it is. */
  readonly isTeacher: boolean;
}

/**
 * A review for its reviewer, to whom the lesson is open, or for whoever teaches the course. Fails with `peer_review.not_found` and
 * `lesson.locked`.
 */
export async function findReadable(db: EntityManager, ctx: Context, actor: Actor, id: string): Promise<ReadableReview> {
  const row = found(await db.findOneBy(PeerReviewEntity, { id }), peerReviewNotFound);
  const isTeacher = await canTeach(db, actor, row.courseId);
  if (!isTeacher && row.reviewerId !== actor.id) throw fail(peerReviewNotFound);
  if (!isTeacher) await requireReviewer(db, ctx, actor, row);
  return { row, work: await getWork(db, row), isTeacher };
}

/** One’s own review. Fails with `peer_review.not_found`. */
export async function findOwn(db: EntityManager, actor: Actor, id: string): Promise<PeerReviewRow> {
  return found(await db.findOneBy(PeerReviewEntity, { id, reviewerId: actor.id }), peerReviewNotFound);
}

/** A review that one may take out. Fails with `peer_review.not_found`. */
export async function findRemovable(db: EntityManager, actor: Actor, id: string): Promise<PeerReviewRow> {
  const row = found(await db.findOneBy(PeerReviewEntity, { id }), peerReviewNotFound);
  if (!(await canUpdate(db, actor, row.courseId))) throw fail(peerReviewNotFound);
  return row;
}

/** Passes the gate as the learner who took the work. Fails with `lesson.not_found` and `lesson.locked`. */
export async function requireReviewer(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  { courseId, lessonId }: PeerReviewRow,
): Promise<void> {
  const study = await findStudy(db, ctx, actor, courseId);
  requireLearner(study, findStudyLesson(study, lessonId), ctx);
}

/** The work that is reviewed: what was handed in stays so. */
export async function getWork(db: EntityManager, { submissionId }: PeerReviewRow): Promise<SubmittedRow> {
  const work = await db.findOneByOrFail(SubmissionEntity, { id: submissionId });
  if (!isSubmitted(work)) throw new Error('a draft is reviewed');
  return work;
}
