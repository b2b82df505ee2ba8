import type { Submission } from '@lyceum/contracts/courses/assignment';
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
import { type AssignedCourse, type AssignmentParams, buildAssignment, handIn } from './assignment-factories.ts';
import { service } from './courses-service.ts';
import { buildEnrolment } from './factories.ts';

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
