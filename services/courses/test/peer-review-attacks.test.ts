import type { Submission } from '@lyceum/contracts/courses/assignment';
import { endEnrolment } from '@lyceum/contracts/courses/enrolment';
import { getSubmittedWork } from '@lyceum/contracts/courses/grading';
import { peerReviewSubmitted } from '@lyceum/contracts/courses/peer-review';
import { downloadSubmissionFile } from '@lyceum/contracts/courses/submission-file';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { type AssignmentParams, assignment, buildAssignment, buildFile, grade, handIn, rubric } from './assignment-factories.ts';
import { service } from './courses-service.ts';
import { buildEnrolment, buildLearner, buildLesson, knowPerson, publish } from './factories.ts';
import {
  buildPeer,
  downloadReviewed,
  listOfWork,
  listOwn,
  listReceived,
  type PeerCourse,
  readReview,
  remove,
  take,
  toCode,
  tryReview,
  tryTake,
} from './peer-review-factories.ts';

const victimName = 'Пелагея';

interface World extends Pick<PeerCourse, 'author' | 'courseId' | 'moduleId' | 'params'> {
  readonly victim: TestActor;
  readonly enrolmentId: string;
  readonly submissionId: string;
  readonly fileId: string;
  /** Who has handed in and taken the victim’s work. */
  readonly attacker: TestActor;
  readonly own: Pick<Submission, 'id'>;
  readonly reviewId: string;
}

/** An anonymous peer review by a rubric: the attacker has the victim’s work. */
async function buildWorld(): Promise<World> {
  const victim = await knowPerson(asUser(), { name: victimName, email: 'pelageya@example.org' });
  const course = await buildAssignment({ rubric, peerReview: { reviews: 2 } }, { learner: victim });
  const { author, courseId, moduleId, params, enrolment } = course;
  const fileId = await buildFile(victim, params);
  const { id: submissionId } = await handIn(victim, params, { files: [fileId] });
  const { person: attacker, submission: own } = await buildPeer(course);
  const { id: reviewId } = await take(attacker, params);
  return { author, courseId, moduleId, params, victim, enrolmentId: enrolment.id, submissionId, fileId, attacker, own, reviewId };
}

const scores = [
  { criterionId: 'idea', points: 1 },
  { criterionId: 'style', points: 1 },
];

const leave = ({ author, courseId }: World, { id: personId }: TestActor) =>
  service.call(endEnrolment, { as: author, params: { courseId, personId } });

const elsewhere = (person: TestActor): TestActor => ({ ...person, space: 'elsewhere' });

/** Another assignment of the same course, for which only the attacker hands in. */
async function handInOther({ author, courseId, moduleId, attacker, own }: World): Promise<AssignmentParams> {
  const content = assignment({ peerReview: { reviews: 1 } });
  const { id: lessonId } = await buildLesson(author, courseId, { moduleId, title: 'Доклад', content });
  await publish(author, courseId, { choices: [{ lessonId, choice: 'migrate' }] });
  // Opens the next lesson.
  await grade(author, own, { points: undefined, scores });
  await handIn(attacker, { courseId, lessonId });
  return { courseId, lessonId };
}

type Answer = { status: number; body: { code?: string } };

const attacks: [string, (world: World) => Promise<Answer>, number, string][] = [
  [
    'takes their own work',
    async (world) => {
      await remove(world.author, world.reviewId);
      return tryTake(world.attacker, world.params);
    },
    409,
    'peer_review.none_waiting',
  ],
  [
    'takes work of another assignment',
    async (world) => tryTake(world.attacker, await handInOther(world)),
    409,
    'peer_review.none_waiting',
  ],
  ['is not enrolled', async ({ params }) => tryTake(await buildLearner(), params), 403, 'lesson.locked'],
  [
    'has not handed in',
    async ({ params, courseId }) => tryTake((await buildEnrolment(courseId)).learner, params),
    409,
    'peer_review.too_early',
  ],
  [
    'takes after the enrolment ended',
    async (world) => {
      await leave(world, world.attacker);
      return tryTake(world.attacker, world.params);
    },
    403,
    'lesson.locked',
  ],
  [
    'reads after the enrolment ended',
    async (world) => {
      await leave(world, world.attacker);
      return readReview(world.attacker, world.reviewId);
    },
    403,
    'lesson.locked',
  ],
  [
    'downloads after the enrolment ended',
    async (world) => {
      await leave(world, world.attacker);
      return downloadReviewed(world.attacker, world.reviewId, world.fileId);
    },
    403,
    'lesson.locked',
  ],
  [
    'submits after the enrolment ended',
    async (world) => {
      await leave(world, world.attacker);
      return tryReview(world.attacker, { id: world.reviewId }, { scores });
    },
    403,
    'lesson.locked',
  ],
  ['takes from another space', async ({ params, attacker }) => tryTake(elsewhere(attacker), params), 404, 'course.not_found'],
  [
    'reads from another space',
    async ({ reviewId, attacker }) => readReview(elsewhere(attacker), reviewId),
    404,
    'peer_review.not_found',
  ],
  [
    'submits from another space',
    async ({ reviewId, attacker }) => tryReview(elsewhere(attacker), { id: reviewId }, { scores }),
    404,
    'peer_review.not_found',
  ],
  [
    'gives points beyond those of a criterion',
    async ({ reviewId, attacker }) =>
      tryReview(attacker, { id: reviewId }, { scores: [...scores.slice(1), { criterionId: 'idea', points: 7 }] }),
    422,
    'submission.score_invalid',
  ],
  [
    'gives points for a criterion that is not there',
    async ({ reviewId, attacker }) =>
      tryReview(attacker, { id: reviewId }, { scores: [...scores.slice(1), { criterionId: 'other', points: 1 }] }),
    422,
    'submission.score_invalid',
  ],
  [
    'gives points for a criterion twice',
    async ({ reviewId, attacker }) => tryReview(attacker, { id: reviewId }, { scores: [...scores, ...scores.slice(1)] }),
    422,
    'submission.score_invalid',
  ],
  [
    'downloads a file of work they do not review',
    async (world) => {
      const { person } = await buildPeer(world);
      return downloadReviewed(world.attacker, world.reviewId, await buildFile(person, world.params));
    },
    404,
    'submission_file.not_found',
  ],
  [
    'downloads the file as a teacher does',
    async ({ attacker, fileId }) => service.call(downloadSubmissionFile, { as: attacker, params: { fileId } }),
    404,
    'submission_file.not_found',
  ],
  [
    'reads the work as a teacher does',
    async ({ attacker, submissionId }) => service.call(getSubmittedWork, { as: attacker, params: { submissionId } }),
    404,
    'submission.not_found',
  ],
  [
    'reads reviews of others as a teacher does',
    async ({ attacker, submissionId }) => listOfWork(attacker, submissionId),
    404,
    'submission.not_found',
  ],
  [
    'submits after the grade',
    async ({ author, attacker, reviewId, submissionId }) => {
      await grade(author, { id: submissionId }, { points: undefined, scores });
      return tryReview(attacker, { id: reviewId }, { scores });
    },
    409,
    'peer_review.work_graded',
  ],
  [
    'submits the review of somebody else',
    async ({ victim, reviewId }) => tryReview(victim, { id: reviewId }, { scores }),
    404,
    'peer_review.not_found',
  ],
  ['reads who reviews them', async ({ victim, reviewId }) => readReview(victim, reviewId), 404, 'peer_review.not_found'],
  ['removes what they do not like', async ({ victim, reviewId }) => remove(victim, reviewId), 404, 'peer_review.not_found'],
  [
    'changes a review that was removed',
    async ({ author, attacker, reviewId }) => {
      await remove(author, reviewId);
      return tryReview(attacker, { id: reviewId }, { scores });
    },
    409,
    'peer_review.removed',
  ],
  [
    'reviews the same work twice',
    async ({ params, attacker, reviewId }) => {
      await tryReview(attacker, { id: reviewId }, { scores });
      return tryTake(attacker, params);
    },
    409,
    'peer_review.none_waiting',
  ],
  [
    'reads what they got before they have done theirs',
    async ({ params, attacker }) => listReceived(attacker, params),
    409,
    'peer_review.own_first',
  ],
];

describe('a learner who', () => {
  it.each(attacks)('%s is refused', async (_, attack, status, code) => {
    const world = await buildWorld();
    const refused = await attack(world);
    expect(toCode(refused)).toEqual([status, code]);
  });
});

it('shows nothing of whose work it is in any answer that its reviewer gets', async () => {
  const { params, attacker, reviewId, fileId, ...world } = await buildWorld();
  const taken = await tryTake(attacker, params);
  const read = await readReview(attacker, reviewId);
  const submitted = await tryReview(attacker, { id: reviewId }, { scores, comment: 'Хорошо' });
  const listed = await listOwn(attacker, params);
  const downloaded = await downloadReviewed(attacker, reviewId, fileId);
  const file = await fetch(downloaded.headers['location'] ?? '');
  const answers = [taken, read, submitted, listed].map(({ body }) => JSON.stringify(body));
  answers.push(decodeURIComponent(downloaded.headers['location'] ?? ''), JSON.stringify([...file.headers]));
  const secrets = [world.victim.id, world.enrolmentId, world.submissionId, victimName, 'pelageya', 'Эссе.txt'];
  for (const answer of answers) expect(secrets.filter((secret) => answer.includes(secret))).toEqual([]);
  expect([taken, read, submitted, listed, downloaded].map(({ status }) => status)).toEqual([201, 200, 200, 200, 303]);
});

it('shows nothing of who reviewed it to its learner', async () => {
  const { params, attacker, victim, reviewId } = await buildWorld();
  await tryReview(attacker, { id: reviewId }, { scores });
  for (let count = 0; count < 2; count += 1) {
    const { status, body } = await tryTake(victim, params);
    if (status === 201) await tryReview(victim, body, { scores });
  }
  const { status, body } = await listReceived(victim, params);
  expect([status, body.reviews.length, JSON.stringify(body).includes(attacker.id)]).toEqual([200, 1, false]);
});

it('counts a review once that is submitted several times at once', async () => {
  const { params, attacker, author, submissionId, reviewId } = await buildWorld();
  // Opens the connections that the race needs.
  await Promise.all(Array.from({ length: 10 }, () => listOwn(attacker, params)));
  const answers = await Promise.all(Array.from({ length: 10 }, () => tryReview(attacker, { id: reviewId }, { scores })));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  expect((await listOfWork(author, submissionId)).body.items).toHaveLength(1);
  const events = (await service.outbox(peerReviewSubmitted.name)).filter(({ payload }) => payload['peerReviewId'] === reviewId);
  expect(events).toHaveLength(1);
});
