import { newId } from '@lyceum/common/database';
import type { Submission } from '@lyceum/contracts/courses/assignment';
import { endEnrolment } from '@lyceum/contracts/courses/enrolment';
import {
  downloadReviewedFile,
  getPeerReview,
  listPeerReviews,
  listReceivedReviews,
  listSubmissionReviews,
  type PeerReview,
  removePeerReview,
  submitPeerReview,
  takePeerReview,
} from '@lyceum/contracts/courses/peer-review';
import type { TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { PeerReviewEntity } from '../src/assigning/peer-review/peer-review.entity.ts';
import { SubmissionEntity } from '../src/assigning/submission/submission.entity.ts';
import { type AssignedCourse, type AssignmentParams, assignment, buildAssignment, handIn } from './assignment-factories.ts';
import { service } from './courses-service.ts';
import { buildEnrolment, buildLesson, changeLesson, publish } from './factories.ts';
import { fillCourse } from './informing-factories.ts';

type Review = z.input<typeof submitPeerReview.body>;

export interface Peer {
  readonly person: TestActor;
  readonly submission: Submission;
}

export interface PeerCourse extends AssignedCourse {
  readonly peers: readonly Peer[];
}

/** A learner who has handed in, a second after whoever was before. */
export async function buildPeer(
  { courseId, params }: Pick<AssignedCourse, 'courseId' | 'params'>,
  learner?: TestActor,
): Promise<Peer> {
  const { learner: person } = await buildEnrolment(courseId, learner);
  return handInAs(person, params);
}

async function handInAs(person: TestActor, params: AssignmentParams): Promise<Peer> {
  service.clock.advance(1000);
  return { person, submission: await handIn(person, params) };
}

/** A course whose learners review each other’s work; so many have handed in, the first one is its `learner`. */
export async function buildPeers(
  count: number,
  peerReview: { reviews?: number; anonymous?: boolean; acceptPercent?: number } = {},
  overrides: Parameters<typeof buildAssignment>[0] = {},
): Promise<PeerCourse> {
  const course = await buildAssignment({ peerReview: { reviews: 1, ...peerReview }, ...overrides });
  const peers = [await handInAs(course.learner, course.params)];
  while (peers.length < count) peers.push(await buildPeer(course));
  return { ...course, peers };
}

export const tryTake = (as: TestActor, params: AssignmentParams) => service.call(takePeerReview, { as, params });

/** Takes work and gives the review of it. */
export async function take(as: TestActor, params: AssignmentParams): Promise<PeerReview> {
  const { status, body } = await tryTake(as, params);
  if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

export const tryReview = (as: TestActor, { id: peerReviewId }: Pick<PeerReview, 'id'>, body: Review = { points: 8 }) =>
  service.call(submitPeerReview, { as, params: { peerReviewId }, body });

/** Takes work and submits the review of it. */
export async function review(as: TestActor, params: AssignmentParams, body?: Review): Promise<PeerReview> {
  const { status, body: submitted } = await tryReview(as, await take(as, params), body);
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(submitted)}`);
  return submitted;
}

export const readReview = (as: TestActor, peerReviewId: string) => service.call(getPeerReview, { as, params: { peerReviewId } });

export const listOwn = (as: TestActor, params: AssignmentParams, query: Record<string, unknown> = {}) =>
  service.call(listPeerReviews, { as, params, query });

export const listReceived = (as: TestActor, params: AssignmentParams) => service.call(listReceivedReviews, { as, params });

export const listOfWork = (as: TestActor, submissionId: string, query: Record<string, unknown> = {}) =>
  service.call(listSubmissionReviews, { as, params: { submissionId }, query });

export const remove = (as: TestActor, peerReviewId: string) => service.call(removePeerReview, { as, params: { peerReviewId } });

export const downloadReviewed = (as: TestActor, peerReviewId: string, submissionFileId: string) =>
  service.call(downloadReviewedFile, { as, params: { peerReviewId, submissionFileId } });

export const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

export const byName = { anonymous: false };

/** Who reviews whom, as places in the list of peers. */
export const toPlace = ({ peers }: PeerCourse, personId: string | undefined) =>
  peers.findIndex(({ person }) => person.id === personId);

/** The peer at this place. */
export function getPeer({ peers }: PeerCourse, place: number) {
  const peer = peers[place];
  if (!peer) throw new Error(`there is no peer ${place}`);
  return peer;
}

export const takeAt = async (course: PeerCourse, place: number) =>
  toPlace(course, (await take(getPeer(course, place).person, course.params)).learner?.personId);

export const reviewAt = (course: PeerCourse, place: number, points?: number) =>
  review(getPeer(course, place).person, course.params, points === undefined ? undefined : { points });

export const end = ({ author, courseId }: PeerCourse, { id: personId }: TestActor) =>
  service.call(endEnrolment, { as: author, params: { courseId, personId } });

export const listRows = ({ courseId }: PeerCourse) => service.rows((db) => db.findBy(PeerReviewEntity, { courseId }));

export const listEvents = async (name: string, personId: string) =>
  (await service.outbox(name)).map(({ payload }) => payload).filter((payload) => payload['personId'] === personId);

/** Many more who have handed in what the last peer has; all works but that of the first peer have a review. */
export async function fillReviewed(course: PeerCourse, count: number): Promise<void> {
  const { id: modelId, enrolmentId } = await service.rows((db) =>
    db.findOneByOrFail(SubmissionEntity, { id: getPeer(course, course.peers.length - 1).submission.id }),
  );
  const [reviewer] = await fillCourse(course.courseId, count);
  await service.rows(async (db) => {
    await db.query(
      `INSERT INTO lesson_progress (enrolment_id, lesson_id, version_id, started_at, active_ms, played, retake)
       SELECT e.id, p.lesson_id, p.version_id, p.started_at, 0, '[]', false
       FROM enrolments e JOIN lesson_progress p ON p.enrolment_id = $2 WHERE e.course_id = $1 ON CONFLICT DO NOTHING`,
      [course.courseId, enrolmentId],
    );
    await db.query(
      `INSERT INTO submissions (id, course_id, enrolment_id, person_id, lesson_id, version_id, title, max_points, number, status, text,
         file_ids, submitted_at, late, scores, sort_key, version)
       SELECT gen_random_uuid(), s.course_id, e.id, e.person_id, s.lesson_id, s.version_id, s.title, s.max_points, 1, s.status, s.text,
         '{}', s.submitted_at, s.late, s.scores, s.sort_key, 1
       FROM enrolments e JOIN submissions s ON s.id = $2 WHERE e.course_id = $1 ON CONFLICT DO NOTHING`,
      [course.courseId, modelId],
    );
    await db.query(
      `INSERT INTO peer_reviews (id, course_id, lesson_id, submission_id, reviewer_id, enrolment_id, taken_at, submitted_at, points, percent, scores)
       SELECT gen_random_uuid(), s.course_id, s.lesson_id, s.id, gen_random_uuid(), e.id, s.submitted_at, s.submitted_at, 5, 50, '[]'
       FROM submissions s JOIN enrolments e ON e.course_id = s.course_id AND e.person_id = $3
       WHERE s.course_id = $1 AND s.person_id <> $2`,
      [course.courseId, getPeer(course, 0).person.id, reviewer],
    );
  });
}

/** Publishes the assignment anew, to be done again; another lesson keeps everybody in the course. */
export async function askToRetake({ author, courseId, moduleId, params: { lessonId } }: PeerCourse): Promise<void> {
  service.clock.advance(1000);
  await buildLesson(author, courseId, { moduleId, title: 'Дальше' });
  await publish(author, courseId);
  const content = assignment({ peerReview: { reviews: 1, ...byName }, description: 'Иначе.' });
  await changeLesson(author, courseId, lessonId, { title: 'Эссе', content });
  await publish(author, courseId, { choices: [{ lessonId, choice: 'retake' }] });
  service.clock.advance(1000);
}

/** Reviews of people who are not there. */
export async function fillPlaces(course: PeerCourse, submissionId: string, count: number): Promise<void> {
  const { id: enrolmentId } = course.enrolment;
  const empty = { submittedAt: null, points: null, percent: null, scores: [], commentText: null, comment: null };
  const row = {
    ...course.params,
    ...empty,
    submissionId,
    enrolmentId,
    takenAt: service.clock.now(),
    removedAt: null,
    removedBy: null,
  };
  const rows = Array.from({ length: count }, () => ({ ...row, id: newId(), reviewerId: newId() }));
  await service.rows((db) => db.insert(PeerReviewEntity, rows));
}
