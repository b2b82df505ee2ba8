import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import {
  peerReviewAllDone,
  peerReviewNoneWaiting,
  peerReviewNotAsked,
  peerReviewTooEarly,
} from '@lyceum/contracts/courses/peer-review';
import type { EntityManager } from 'typeorm';
import { isAuthor } from '../../authoring/course/find-course.ts';
import type { OutlineLesson } from '../../authoring/revision/outline.ts';
import { findStudy, findStudyLesson, requireLearner, type Study } from '../../learning/gate/find-study.ts';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { listRound } from '../handing-in/list-round.ts';
import { PeerReviewEntity, type PeerReviewRow } from '../peer-review/peer-review.entity.ts';
import { findAssignment, requireAssignment } from '../submission/find-assignment.ts';
import { SubmissionEntity } from '../submission/submission.entity.ts';
import { countDone, findOpen } from './find-duty.ts';
import { findNext } from './find-waiting.ts';

/**
 * Takes the work that needs a review next, or goes on with the one that is open. Fails with `lesson.locked`, `lesson.no_assignment`,
 * `peer_review.not_asked`, `peer_review.too_early`, `peer_review.all_done` and `peer_review.none_waiting`.
 */
export async function takeReview(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  { courseId, lessonId }: { courseId: string; lessonId: string },
): Promise<PeerReviewRow> {
  await lockStudy(db, actor.id);
  const study = await findStudy(db, ctx, actor, courseId);
  const lesson = findStudyLesson(study, lessonId);
  const enrolment = requireLearner(study, lesson, ctx);
  const { peerReview } = await requireAssignment(db, lesson.versionId);
  if (!peerReview) throw fail(peerReviewNotAsked);
  if (await isAuthor(db, courseId, actor.id)) throw fail(peerReviewNoneWaiting, { detail: authorsTeach });
  const own = { enrolmentId: enrolment.id, lessonId };
  if (!(await hasHandedIn(db, study, own))) throw fail(peerReviewTooEarly);
  const open = await findOpen(db, ctx, own);
  if (open) return open;
  if ((await countDone(db, own)) >= peerReview.reviews) throw fail(peerReviewAllDone);

  await lockTaking(db, lessonId);
  const submissionId = await findNext(db, ctx, enrolment, lessonId);
  if (submissionId === null) throw fail(peerReviewNoneWaiting, { detail: othersAreToCome });
  return keepTaken(db, { ...own, courseId, submissionId, reviewerId: actor.id, takenAt: ctx.now() });
}

/** How much of an assignment a learner has to review and has reviewed, and whether `takeReview` would find work. */
export async function findDuty(db: EntityManager, ctx: Pick<Context, 'now'>, study: Study, { id, versionId }: OutlineLesson) {
  const required = (await findAssignment(db, versionId))?.peerReview?.reviews ?? 0;
  const { enrolment } = study;
  if (!enrolment) return { required, done: 0, waiting: false };
  const own = { enrolmentId: enrolment.id, lessonId: id };
  const done = await countDone(db, own);
  const isReviewer = required > 0 && !study.locks.get(id) && (await hasHandedIn(db, study, own));
  if (!isReviewer || (await isAuthor(db, enrolment.courseId, enrolment.personId))) return { required, done, waiting: false };
  const isNextWanted = done < required && (await findNext(db, ctx, enrolment, id)) !== null;
  return { required, done, waiting: isNextWanted || Boolean(await findOpen(db, ctx, own)) };
}

async function hasHandedIn(
  db: EntityManager,
  { progress }: Study,
  own: { enrolmentId: string; lessonId: string },
): Promise<boolean> {
  return listRound(await db.findBy(SubmissionEntity, own), progress.get(own.lessonId)).length > 0;
}

const authorsTeach = {
  en: 'Authors of the course see all works as teachers.',
  ru: 'Авторы курса видят все работы как преподаватели.',
};

const othersAreToCome = {
  en: 'Look in again when others have handed in their work.',
  ru: 'Загляните позже, когда свои работы сдадут другие.',
};

/** Works of an assignment are taken one after the other until the transaction ends, so that reviews spread evenly. */
async function lockTaking(db: EntityManager, lessonId: string): Promise<void> {
  await db.query(
    "SELECT pg_advisory_xact_lock(hashtextextended('peer review ' || current_setting('app.space') || ' ' || $1, 0))",
    [lessonId],
  );
}

type Taken = Pick<PeerReviewRow, 'courseId' | 'lessonId' | 'enrolmentId' | 'submissionId' | 'reviewerId' | 'takenAt'>;

/** Whoever lost their place may take the same work again. */
async function keepTaken(db: EntityManager, taken: Taken): Promise<PeerReviewRow> {
  const { submissionId, reviewerId, takenAt } = taken;
  const earlier = await db.findOneBy(PeerReviewEntity, { submissionId, reviewerId });
  if (earlier) {
    await db.update(PeerReviewEntity, { id: earlier.id }, { takenAt });
    return { ...earlier, takenAt };
  }
  const empty = { submittedAt: null, points: null, percent: null, scores: [], commentText: null, comment: null };
  const review: PeerReviewRow = { ...taken, ...empty, id: newId(), removedAt: null, removedBy: null };
  await db.insert(PeerReviewEntity, review);
  return review;
}
