import { getSubmission, workGraded } from '@lyceum/contracts/courses/assignment';
import { listSubmissions } from '@lyceum/contracts/courses/grading';
import { lessonCompleted } from '@lyceum/contracts/courses/study';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { TestActor } from '@lyceum/testing/actors';
import { grade, handIn, tryGrade } from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import { getOutlineAs } from '../../../test/factories.ts';
import {
  askToRetake,
  buildPeer,
  buildPeers,
  byName,
  getPeer,
  listEvents,
  listReceived,
  listRows,
  type PeerCourse,
  remove,
  review,
  reviewAt,
  take,
  takeAt,
  toCode,
  tryReview,
  tryTake,
} from '../../../test/peer-review-factories.ts';

const moment = '2026-11-20T10:00:00.000Z';
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

describe('work that peers accept', () => {
  const accepting = { reviews: 2, acceptPercent: 60, ...byName };

  const readOwn = async (course: PeerCourse, place: number) =>
    (await service.call(getSubmission, { as: getPeer(course, place).person, params: course.params })).body.current;

  const countAccepted = async ({ id }: TestActor) => (await listEvents(workGraded.name, id)).length;

  /** Three learners; each step is who reviews with how many points. */
  async function reviewInTurn(course: PeerCourse, steps: readonly (readonly [place: number, points: number])[]): Promise<void> {
    for (const [place, points] of steps) await reviewAt(course, place, points);
  }

  it('is accepted when its own learner comes last, with the median as its points, and tells it once', async () => {
    const course = await buildPeers(3, accepting);
    // 1 takes 0, 2 takes 0 and 1, 1 takes 2: by then 0 has both reviews, and has done none.
    await reviewInTurn(course, [
      [1, 6],
      [2, 9],
      [1, 7],
      [2, 8],
    ]);
    expect(await readOwn(course, 0)).toMatchObject({ status: 'submitted', points: null });
    await reviewInTurn(course, [
      [0, 7],
      [0, 7],
    ]);
    const rows = await listRows(course);
    const given = rows
      .filter(({ submissionId }) => submissionId === getPeer(course, 0).submission.id)
      .map(({ points }) => points);
    const median = given.reduce((sum: number, points) => sum + (points ?? 0), 0) / 2;
    expect(await readOwn(course, 0)).toMatchObject({ status: 'accepted', points: median, percent: median * 10, scores: [] });
    const { person } = getPeer(course, 0);
    expect(await listEvents(workGraded.name, person.id)).toMatchObject([{ points: median, decision: 'accept' }]);
    expect(await listEvents(lessonCompleted.name, person.id)).toHaveLength(1);
    const { modules } = await getOutlineAs(person, course.courseId);
    expect(modules[0]?.lessons[0]?.progress).toMatchObject({ percent: median * 10, completedAt: expect.any(String) });
    const mails = (await service.outbox(mailRequested.name)).filter(({ payload }) => payload['accountId'] === person.id);
    expect(JSON.stringify(mails)).toContain('Other learners have looked at your work');
    expect(mails).toHaveLength(1);
  });

  it('is accepted when the last review comes last, of all at once, each once', async () => {
    const course = await buildPeers(2, { ...accepting, reviews: 1 });
    const taken = await Promise.all(course.peers.map(({ person }) => take(person, course.params)));
    const answers = await Promise.all(
      course.peers.flatMap(({ person }, place) => {
        const own = taken[place];
        return own ? [tryReview(person, own, { points: 6 }), tryReview(person, own, { points: 6 })] : [];
      }),
    );
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    for (const { person } of course.peers) expect(await countAccepted(person)).toBe(1);
  });

  it('waits for a teacher below the percent, and is accepted once a change of a review makes it enough', async () => {
    const course = await buildPeers(2, { ...accepting, reviews: 1 });
    const low = await reviewAt(course, 1, 5);
    await reviewAt(course, 0, 5);
    expect(await readOwn(course, 0)).toMatchObject({ status: 'submitted' });
    await tryReview(getPeer(course, 1).person, low, { points: 6 });
    expect(await readOwn(course, 0)).toMatchObject({ status: 'accepted', points: 6 });
    expect(toCode(await tryReview(getPeer(course, 1).person, low, { points: 1 }))).toEqual([409, 'peer_review.work_graded']);
  });

  it('is accepted once a teacher takes the unfair review out', async () => {
    const course = await buildPeers(2, { ...accepting, reviews: 1 });
    const unfair = await reviewAt(course, 1, 0);
    await reviewAt(course, 0, 9);
    const { person } = await buildPeer(course);
    await review(person, course.params, { points: 9 });
    expect(await readOwn(course, 0)).toMatchObject({ status: 'submitted' });
    await remove(course.author, unfair.id);
    expect(await readOwn(course, 0)).toMatchObject({ status: 'accepted', points: 9 });
  });

  it('takes a grade of a teacher, before and after, and notes who gave it', async () => {
    const course = await buildPeers(2, { ...accepting, reviews: 1 });
    const { submission } = getPeer(course, 0);
    await reviewAt(course, 1, 8);
    await reviewAt(course, 0, 2);
    expect(await readOwn(course, 0)).toMatchObject({ status: 'accepted', points: 8 });
    expect((await grade(course.author, submission, { points: 8 })).gradedBy).toBe(course.author.id);
    expect(await grade(course.author, submission, { points: 3 })).toMatchObject({ points: 3, peerReviews: 1, peerPercent: 80 });
    expect(toCode(await tryGrade(course.author, submission, { decision: 'return' }))).toEqual([409, 'submission.accepted']);
    const returned = getPeer(course, 1).submission;
    await grade(course.author, returned, { points: 9, decision: 'return' });
    expect(await readOwn(course, 1)).toMatchObject({ status: 'returned', points: 9 });
  });

  it('leaves all to teachers without a percent', async () => {
    const course = await buildPeers(2);
    await reviewAt(course, 1, 10);
    await reviewAt(course, 0, 10);
    for (const place of [0, 1]) expect(await readOwn(course, place)).toMatchObject({ status: 'submitted' });
    const { body } = await service.call(listSubmissions, { as: course.author, params: { courseId: course.courseId } });
    expect(body.items).toMatchObject([
      { peerReviews: 1, peerPercent: 100 },
      { peerReviews: 1, peerPercent: 100 },
    ]);
  });
});

describe('an assignment that is to be done again', () => {
  it('begins with no reviews, one’s own and those of others', async () => {
    const course = await buildPeers(2, byName);
    await reviewAt(course, 0);
    await reviewAt(course, 1);
    await askToRetake(course);
    expect(toCode(await tryTake(course.learner, course.params))).toEqual([409, 'peer_review.too_early']);
    const { id } = await handIn(course.learner, course.params);
    expect(toCode(await tryTake(course.learner, course.params))).toEqual([409, 'peer_review.none_waiting']);
    expect((await listReceived(course.learner, course.params)).body).toEqual({ submissionId: id, percent: null, reviews: [] });
    await handIn(getPeer(course, 1).person, course.params);
    expect(await takeAt(course, 0)).toBe(1);
  });
});
