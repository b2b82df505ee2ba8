import { listSubmissions } from '@lyceum/contracts/courses/grading';
import { maxReviewsOfWork, peerReviewSubmitted } from '@lyceum/contracts/courses/peer-review';
import { asAdmin, asStaff } from '@lyceum/testing/actors';
import { buildOtherAuthor, grade, handIn, rubric } from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import { buildEnrolment, buildLearner, unknownId } from '../../../test/factories.ts';
import {
  askToRetake,
  buildPeer,
  buildPeers,
  byName,
  end,
  fillPlaces,
  getPeer,
  listEvents,
  listOfWork,
  listReceived,
  readReview,
  remove,
  review,
  reviewAt,
  take,
  toCode,
  toPlace,
  tryReview,
  tryTake,
} from '../../../test/peer-review-factories.ts';
import { PeerReviewEntity } from '../peer-review/peer-review.entity.ts';

const moment = '2026-11-20T10:00:00.000Z';
const day = 86_400_000;
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

describe('PUT /courses/peer-reviews/:peerReviewId', () => {
  it('answers 200, adds the points of a rubric up, and tells it', async () => {
    const course = await buildPeers(2, {}, { rubric });
    const { person } = getPeer(course, 1);
    const scores = [
      { criterionId: 'style', points: 1.5 },
      { criterionId: 'idea', points: 6 },
    ];
    const taken = await take(person, course.params);
    const { status, body } = await tryReview(person, taken, { scores, comment: '**Хорошо** <script>alert(1)</script>' });
    const submittedAt = service.clock.now().toISOString();
    expect([status, body]).toMatchObject([
      200,
      { id: taken.id, status: 'done', points: 7.5, percent: 75, scores: scores.toReversed(), submittedAt, expiresAt: null },
    ]);
    expect(body.comment).toContain('<strong>Хорошо</strong>');
    expect(body.comment).not.toContain('<script');
    expect(await listEvents(peerReviewSubmitted.name, course.learner.id)).toEqual([
      {
        ...{ ...course.params, enrolmentId: course.enrolment.id, personId: course.learner.id, versionId: expect.any(String) },
        ...{ submissionId: getPeer(course, 0).submission.id, peerReviewId: taken.id, reviewerId: person.id, title: 'Эссе' },
        ...{ points: 7.5, maxPoints: 10, percent: 75, occurredAt: submittedAt },
      },
    ]);
  });

  it.each<[string, boolean, Parameters<typeof tryReview>[2], string]>([
    ['more points than there are', false, { points: 10.5 }, '/body/points'],
    ['no points', false, {}, '/body/points'],
    ['scores without a rubric', false, { scores: [{ criterionId: 'idea', points: 1 }] }, '/body/scores'],
    ['points beside a rubric', true, { points: 5 }, '/body/points'],
    ['scores of some criteria', true, { scores: [{ criterionId: 'idea', points: 1 }] }, '/body/scores'],
    ['a criterion that is not there', true, { scores: [{ criterionId: 'x', points: 1 }] }, '/body/scores/0/criterionId'],
    ['more points than a criterion has', true, { scores: [{ criterionId: 'idea', points: 7 }] }, '/body/scores/0/points'],
  ])('answers 422 to %s', async (_, hasRubric, body, pointer) => {
    const course = await buildPeers(2, {}, hasRubric ? { rubric } : {});
    const { person } = getPeer(course, 1);
    const answer = await tryReview(person, await take(person, course.params), body);
    expect([...toCode(answer), answer.body.errors?.[0]?.pointer]).toEqual([422, 'submission.score_invalid', pointer]);
    expect(await listEvents(peerReviewSubmitted.name, course.learner.id)).toEqual([]);
  });

  it.each<[string, Parameters<typeof tryReview>[2], string]>([
    ['points below zero', { points: -1 }, '/body/points'],
    ['a comment that is too long', { points: 1, comment: 'а'.repeat(20_001) }, '/body/comment'],
  ])('answers 400 to %s', async (_, body, pointer) => {
    const answer = await tryReview(await buildLearner(), { id: unknownId }, body);
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('changes a review until the work is graded; the same again changes nothing', async () => {
    const course = await buildPeers(2);
    const { person } = getPeer(course, 1);
    const first = await review(person, course.params, { points: 3 });
    service.clock.advance(1000);
    expect((await tryReview(person, first, { points: 3 })).body).toEqual(first);
    expect((await tryReview(person, first, { points: 4 })).body).toMatchObject({ id: first.id, points: 4 });
    expect(await listEvents(peerReviewSubmitted.name, course.learner.id)).toHaveLength(2);
    await grade(course.author, getPeer(course, 0).submission, { decision: 'return' });
    expect(toCode(await tryReview(person, first, { points: 5 }))).toEqual([409, 'peer_review.work_graded']);
    expect((await readReview(person, first.id)).body.points).toBe(4);
  });

  it('answers 409 once the learner begins anew', async () => {
    const course = await buildPeers(2, byName);
    const { person } = getPeer(course, 1);
    const taken = await take(person, course.params);
    await askToRetake(course);
    expect(toCode(await tryReview(person, taken))).toEqual([409, 'peer_review.work_superseded']);
    await handIn(course.learner, course.params);
    expect(toCode(await tryReview(person, taken))).toEqual([409, 'peer_review.work_superseded']);
  });

  it('takes what is late while there is room, and answers 409 when others have taken it', async () => {
    const course = await buildPeers(3);
    const first = await take(getPeer(course, 1).person, course.params);
    const second = await take(getPeer(course, 2).person, course.params);
    service.clock.advance(7 * day);
    expect((await tryReview(getPeer(course, 1).person, first)).status).toBe(200);
    const row = await service.rows((db) => db.findOneByOrFail(PeerReviewEntity, { id: second.id }));
    await fillPlaces(course, row.submissionId, maxReviewsOfWork);
    expect(toCode(await tryReview(getPeer(course, 2).person, second))).toEqual([409, 'peer_review.expired']);
  });
});

describe('GET /courses/:courseId/lessons/:lessonId/received-reviews', () => {
  it('answers 200 with what others say once one’s own reviews are done, else 409', async () => {
    const course = await buildPeers(3, {}, { rubric });
    const scores = [
      { criterionId: 'idea', points: 3 },
      { criterionId: 'style', points: 1 },
    ];
    await review(getPeer(course, 2).person, course.params, { scores, comment: '*Коротко*' });
    const { person } = getPeer(course, 0);
    expect(toCode(await listReceived(person, course.params))).toEqual([409, 'peer_review.own_first']);
    const taken = await take(person, course.params);
    expect(toCode(await listReceived(person, course.params))).toEqual([409, 'peer_review.own_first']);
    await tryReview(person, taken, { scores });
    const { status, body } = await listReceived(person, course.params);
    expect([status, body]).toEqual([
      200,
      {
        ...{ submissionId: getPeer(course, 0).submission.id, percent: 40 },
        reviews: [
          {
            ...{ id: expect.any(String), submittedAt: expect.any(String), points: 4, maxPoints: 10, percent: 40, scores },
            ...{ comment: '<p><em>Коротко</em></p>\n', reviewer: null },
          },
        ],
      },
    ]);
  });

  it('names reviewers where it is not anonymous, and leaves out what was removed', async () => {
    const course = await buildPeers(3, { reviews: 2, ...byName });
    for (const place of [1, 2, 0, 1, 2, 0]) await reviewAt(course, place);
    const { body } = await listReceived(course.learner, course.params);
    const reviewers = body.reviews.map(({ reviewer }: { reviewer: { personId: string } }) => toPlace(course, reviewer.personId));
    expect(reviewers).toEqual([1, 2]);
    await remove(course.author, body.reviews[0].id);
    expect((await listReceived(course.learner, course.params)).body.reviews).toHaveLength(1);
  });

  it('is readable when no work waits for one’s review, and when one’s own is graded', async () => {
    const alone = await buildPeers(1);
    expect((await listReceived(alone.learner, alone.params)).body).toMatchObject({ percent: null, reviews: [] });
    const course = await buildPeers(2);
    await review(getPeer(course, 1).person, course.params, { points: 4 });
    expect(toCode(await listReceived(course.learner, course.params))).toEqual([409, 'peer_review.own_first']);
    await grade(course.author, getPeer(course, 0).submission, { decision: 'return' });
    expect((await listReceived(course.learner, course.params)).body).toMatchObject({ percent: 40, reviews: [{ points: 4 }] });
    await end(course, course.learner);
    expect((await listReceived(course.learner, course.params)).status).toBe(200);
  });

  it('is empty before the first work, and answers 403 to who is not enrolled and 404 to what is not there', async () => {
    const course = await buildPeers(1);
    const { learner } = await buildEnrolment(course.courseId);
    expect((await listReceived(learner, course.params)).body).toEqual({ submissionId: null, percent: null, reviews: [] });
    expect(toCode(await listReceived(await buildLearner(), course.params))).toEqual([403, 'lesson.locked']);
    const unknown = { ...course.params, lessonId: unknownId };
    expect(toCode(await listReceived(learner, unknown))).toEqual([404, 'lesson.not_found']);
    expect(toCode(await listReceived(learner, { ...course.params, courseId: unknownId }))).toEqual([404, 'course.not_found']);
  });
});

describe('GET /courses/submissions/:submissionId/peer-reviews', () => {
  it('lists to teachers in pages who reviews it, and what was removed', async () => {
    const course = await buildPeers(2);
    const { submission } = getPeer(course, 0);
    const first = await reviewAt(course, 1, 6);
    await remove(course.author, first.id);
    const late = await buildPeer(course);
    const open = await take(late.person, course.params);
    const { body } = await listOfWork(asStaff(), submission.id, { limit: 1 });
    const second = await listOfWork(course.author, submission.id, { limit: 1, cursor: body.nextCursor });
    const name = 'Анна';
    expect([...body.items, ...second.body.items]).toEqual([
      {
        ...{ id: open.id, status: 'open', takenAt: expect.any(String), submittedAt: null, removedAt: null, removedBy: null },
        ...{
          points: null,
          maxPoints: 10,
          percent: null,
          scores: [],
          comment: null,
          reviewer: { personId: late.person.id, name },
        },
      },
      {
        ...{ id: first.id, status: 'removed', takenAt: expect.any(String), submittedAt: expect.any(String) },
        ...{ removedAt: expect.any(String), removedBy: course.author.id, points: 6, maxPoints: 10, percent: 60, scores: [] },
        ...{ comment: '', reviewer: { personId: getPeer(course, 1).person.id, name } },
      },
    ]);
  });

  it('answers 404 to learners and to authors of other courses', async () => {
    const course = await buildPeers(1);
    for (const person of [course.learner, await buildOtherAuthor()])
      expect(toCode(await listOfWork(person, getPeer(course, 0).submission.id))).toEqual([404, 'submission.not_found']);
  });
});

describe('DELETE /courses/peer-reviews/:peerReviewId', () => {
  it('answers 204, also again: the review counts no more for the work, but for its reviewer', async () => {
    const course = await buildPeers(2);
    const { person } = getPeer(course, 1);
    const { id } = await reviewAt(course, 1, 1);
    const readItem = async () => {
      const { body } = await service.call(listSubmissions, { as: course.author, params: { courseId: course.courseId } });
      const { peerReviews, peerPercent } = body.items[0];
      return [peerReviews, peerPercent];
    };
    expect(await readItem()).toEqual([1, 10]);
    for (const _ of [1, 2]) expect((await remove(course.author, id)).status).toBe(204);
    expect(await readItem()).toEqual([0, null]);
    expect((await readReview(person, id)).body).toMatchObject({ status: 'removed', removedAt: expect.any(String) });
    expect(toCode(await tryReview(person, { id }))).toEqual([409, 'peer_review.removed']);
    expect(toCode(await tryTake(person, course.params))).toEqual([409, 'peer_review.all_done']);
    expect((await listReceived(person, course.params)).status).toBe(200);
  });

  it('frees the place of one that was not submitted, which does not count as done', async () => {
    const course = await buildPeers(2);
    const { person } = getPeer(course, 1);
    const { id } = await take(person, course.params);
    await remove(asAdmin(), id);
    expect(toCode(await tryTake(person, course.params))).toEqual([409, 'peer_review.none_waiting']);
    const late = await buildPeer(course);
    expect((await tryTake(late.person, course.params)).status).toBe(201);
  });

  it('answers 404 to everybody who may not change the course', async () => {
    const course = await buildPeers(2);
    const { id } = await reviewAt(course, 1);
    for (const person of [course.learner, getPeer(course, 1).person, asStaff(), await buildOtherAuthor()])
      expect(toCode(await remove(person, id))).toEqual([404, 'peer_review.not_found']);
  });
});
