import { endEnrolment } from '@lyceum/contracts/courses/enrolment';
import { maxReviewsOfWork } from '@lyceum/contracts/courses/peer-review';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { putObject } from '@lyceum/testing/object-store';
import {
  assignment,
  buildAssignment,
  buildFile,
  buildOtherAuthor,
  fileInput,
  grade,
  handIn,
  rubric,
} from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import {
  buildCohort,
  buildEnrolment,
  buildLearner,
  buildLesson,
  buildQuiz,
  changeLesson,
  enrolByTeacher,
  publish,
  removeLesson,
  unknownId,
} from '../../../test/factories.ts';
import {
  buildPeer,
  buildPeers,
  byName,
  downloadReviewed,
  end,
  fillPlaces,
  fillReviewed,
  getPeer,
  listOwn,
  listRows,
  readReview,
  remove,
  review,
  reviewAt,
  take,
  takeAt,
  toCode,
  tryReview,
  tryTake,
} from '../../../test/peer-review-factories.ts';
import { toSubmissionFileKey } from '../submission-file/submission-file-key.ts';

const moment = '2026-11-20T10:00:00.000Z';
const day = 86_400_000;
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

describe('POST /courses/:courseId/lessons/:lessonId/peer-reviews', () => {
  it('answers 201 with the work of the lowest number of reviews, of those the oldest, never one’s own', async () => {
    const course = await buildPeers(3, { reviews: 2, ...byName });
    expect([await takeAt(course, 2), await takeAt(course, 1), await takeAt(course, 0)]).toEqual([0, 2, 1]);
    const next: number[] = [];
    for (const place of [2, 1, 0]) {
      await reviewAt(course, place);
      next.push(await takeAt(course, place));
    }
    expect(next).toEqual([1, 0, 2]);
  });

  it('takes work of one’s own cohort first', async () => {
    const course = await buildPeers(2, byName);
    const { id: cohortId } = await buildCohort(course.author, course.courseId);
    const members: TestActor[] = [];
    for (const _ of [1, 2]) {
      const member = await buildLearner();
      await enrolByTeacher(course.author, course.courseId, { personId: member.id, cohortId });
      service.clock.advance(1000);
      await handIn(member, course.params);
      members.push(member);
    }
    const [first, second] = members;
    if (!first || !second) throw new Error('there are no members');
    expect((await take(second, course.params)).learner?.personId).toBe(first.id);
    expect(await takeAt(course, 1)).toBe(0);
  });

  it('goes on to newer works once hundreds of older ones have as many reviews as they need, and then begins anew', async () => {
    const course = await buildPeers(2, byName);
    await fillReviewed(course, 250);
    const newest = await buildPeer(course);
    expect((await take(getPeer(course, 0).person, course.params)).learner?.personId).toBe(newest.person.id);
    expect(await takeAt(course, 1)).toBe(0);
    expect((await tryTake(newest.person, course.params)).status).toBe(201);
  });

  it('answers with the open one again, also to several requests at once', async () => {
    const course = await buildPeers(3);
    const { person } = getPeer(course, 0);
    // Opens the connections that the race needs.
    await Promise.all(Array.from({ length: 10 }, () => listOwn(person, course.params)));
    const answers = await Promise.all(Array.from({ length: 10 }, () => tryTake(person, course.params)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(await listRows(course)).toHaveLength(1);
  });

  it('spreads twenty learners who ask at once evenly', async () => {
    const course = await buildPeers(20);
    await Promise.all(course.peers.map(({ person }) => listOwn(person, course.params)));
    const answers = await Promise.all(course.peers.map(({ person }) => tryTake(person, course.params)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    const rows = await listRows(course);
    const counts = course.peers.map(({ submission }) => rows.filter(({ submissionId }) => submissionId === submission.id).length);
    // Only the last one to ask may find every work but their own taken.
    expect([rows.length, Math.max(...counts) <= 2, counts.filter((count) => count !== 1).length <= 2]).toEqual([20, true, true]);
    const own = rows.filter(({ reviewerId, submissionId }) =>
      course.peers.some(({ person, submission }) => person.id === reviewerId && submission.id === submissionId),
    );
    expect(own).toEqual([]);
  });

  it('gives the place of who has not submitted within seven days to others, and another one to them', async () => {
    const course = await buildPeers(3, { reviews: 2, ...byName });
    const taken = await take(getPeer(course, 2).person, course.params);
    expect(taken.expiresAt).toBe(new Date(service.clock.now().getTime() + 7 * day).toISOString());
    service.clock.advance(7 * day - 1);
    expect((await take(getPeer(course, 2).person, course.params)).id).toBe(taken.id);
    service.clock.advance(1);
    expect(await takeAt(course, 1)).toBe(0);
    expect(await takeAt(course, 2)).toBe(1);
  });

  it('gives the same work again to who has let its time pass, when there is no other', async () => {
    const course = await buildPeers(2);
    const { person } = getPeer(course, 0);
    const taken = await take(person, course.params);
    service.clock.advance(7 * day);
    expect((await readReview(person, taken.id)).body.status).toBe('expired');
    expect(await take(person, course.params)).toMatchObject({ id: taken.id, status: 'open' });
  });

  it('leaves out what is graded, was handed in before there was peer review, or is of who has left', async () => {
    const course = await buildPeers(3, byName);
    await grade(course.author, getPeer(course, 0).submission, { decision: 'return' });
    await end(course, getPeer(course, 1).person);
    const { status, body } = await tryTake(getPeer(course, 2).person, course.params);
    expect([status, body.code, body.detail]).toEqual([
      409,
      'peer_review.none_waiting',
      'Look in again when others have handed in their work.',
    ]);
    const before = await buildAssignment();
    await handIn(before.learner, before.params);
    const content = assignment({ peerReview: { reviews: 1 } });
    await changeLesson(before.author, before.courseId, before.params.lessonId, { title: 'Эссе', content });
    await publish(before.author, before.courseId);
    const { person } = await buildPeer(before);
    expect(toCode(await tryTake(person, before.params))).toEqual([409, 'peer_review.none_waiting']);
  });

  it('goes on to the next when the work of the open one is graded meanwhile', async () => {
    const course = await buildPeers(3, byName);
    const first = await take(getPeer(course, 2).person, course.params);
    await grade(course.author, getPeer(course, 0).submission);
    expect((await readReview(getPeer(course, 2).person, first.id)).body).toMatchObject({ status: 'closed', expiresAt: null });
    expect(await takeAt(course, 2)).toBe(1);
  });

  it(`lets ${maxReviewsOfWork} people review one work at most`, async () => {
    const course = await buildPeers(2);
    const late = await buildPeer(course);
    await fillPlaces(course, getPeer(course, 1).submission.id, maxReviewsOfWork);
    await fillPlaces(course, getPeer(course, 0).submission.id, maxReviewsOfWork - 1);
    await take(late.person, course.params);
    const { person } = await buildPeer(course);
    await fillPlaces(course, late.submission.id, maxReviewsOfWork);
    expect(toCode(await tryTake(person, course.params))).toEqual([409, 'peer_review.none_waiting']);
  });

  it('answers 409 to who has not handed in, has done all, finds none, or whose assignment has no peer review', async () => {
    const course = await buildPeers(1);
    const { learner } = await buildEnrolment(course.courseId);
    expect(toCode(await tryTake(learner, course.params))).toEqual([409, 'peer_review.too_early']);
    expect(toCode(await tryTake(course.learner, course.params))).toEqual([409, 'peer_review.none_waiting']);
    await handIn(learner, course.params);
    await review(learner, course.params);
    expect(toCode(await tryTake(learner, course.params))).toEqual([409, 'peer_review.all_done']);
    const without = await buildAssignment();
    await handIn(without.learner, without.params);
    expect(toCode(await tryTake(without.learner, without.params))).toEqual([409, 'peer_review.not_asked']);
    const quiz = await buildQuiz();
    const { learner: other } = await buildEnrolment(quiz.courseId);
    const params = { courseId: quiz.courseId, lessonId: quiz.lessons[0] ?? '' };
    expect(toCode(await tryTake(other, params))).toEqual([409, 'lesson.no_assignment']);
  });

  it('answers 403 behind the gate, and 404 to what is not there', async () => {
    const course = await buildPeers(2);
    const params = { ...course.params, lessonId: unknownId };
    expect(toCode(await tryTake(course.learner, params))).toEqual([404, 'lesson.not_found']);
    expect(toCode(await tryTake(course.learner, { ...course.params, courseId: unknownId }))).toEqual([404, 'course.not_found']);
    await end(course, course.learner);
    expect(toCode(await tryTake(course.learner, course.params))).toEqual([403, 'lesson.locked']);
  });

  it('gives authors none, who see all works as teachers', async () => {
    const course = await buildPeers(1);
    const { person } = await buildPeer(course, course.author);
    const answer = await tryTake(person, course.params);
    expect([...toCode(answer), answer.body.detail]).toEqual([
      ...[409, 'peer_review.none_waiting'],
      'Authors of the course see all works as teachers.',
    ]);
  });
});

describe('GET /courses/:courseId/lessons/:lessonId/peer-reviews', () => {
  it('lists one’s own in pages, the last taken first, with what became of each', async () => {
    const course = await buildPeers(4, { reviews: 3 });
    const { person } = getPeer(course, 0);
    const done = await review(person, course.params);
    service.clock.advance(1000);
    const removed = await review(person, course.params);
    await remove(course.author, removed.id);
    service.clock.advance(1000);
    const open = await take(person, course.params);
    await take(getPeer(course, 1).person, course.params);
    const { body } = await listOwn(person, course.params, { limit: 2 });
    const item = { ...course.params, title: 'Эссе', maxPoints: 10 };
    expect(body.items).toEqual([
      {
        ...{ ...item, id: open.id, status: 'open', takenAt: expect.any(String), expiresAt: expect.any(String) },
        ...{ submittedAt: null, removedAt: null, points: null, percent: null },
      },
      {
        ...{ ...item, id: removed.id, status: 'removed', takenAt: expect.any(String), expiresAt: null },
        ...{ submittedAt: expect.any(String), removedAt: expect.any(String), points: 8, percent: 80 },
      },
    ]);
    const rest = await listOwn(person, course.params, { limit: 2, cursor: body.nextCursor });
    expect(rest.body).toMatchObject({ items: [{ id: done.id, status: 'done' }], nextCursor: null });
    expect((await listOwn(person, course.params, { cursor: 'x' })).status).toBe(400);
  });

  it('tells how many reviews are wanted and done, and whether taking one would find work', async () => {
    const course = await buildPeers(1, { reviews: 2 });
    const { learner: late } = await buildEnrolment(course.courseId);
    const duty = async (person: TestActor, params = course.params) => {
      const { required, done, waiting } = (await listOwn(person, params)).body;
      return [required, done, waiting];
    };
    expect([await duty(course.learner), await duty(late)]).toEqual([
      [2, 0, false],
      [2, 0, false],
    ]);
    await handIn(late, course.params);
    expect([await duty(course.learner), await duty(late)]).toEqual([
      [2, 0, true],
      [2, 0, true],
    ]);
    const taken = await take(course.learner, course.params);
    expect(await duty(course.learner)).toEqual([2, 0, true]);
    await tryReview(course.learner, taken);
    expect(await duty(course.learner)).toEqual([2, 1, false]);
    await buildPeer(course);
    expect(await duty(course.learner)).toEqual([2, 1, true]);
    await review(course.learner, course.params);
    await buildPeer(course);
    expect(await duty(course.learner)).toEqual([2, 2, false]);
    await end(course, late);
    expect(await duty(late)).toEqual([2, 0, false]);
    const { person: author } = await buildPeer(course, course.author);
    expect(await duty(author)).toEqual([2, 0, false]);
    const without = await buildAssignment();
    expect(await duty(without.learner, without.params)).toEqual([0, 0, false]);
  });

  it('is empty for who looks at the course, and answers 404 to what is not there', async () => {
    const course = await buildPeers(1);
    const duty = { required: 1, done: 0, waiting: false };
    expect((await listOwn(course.author, course.params)).body).toEqual({ items: [], nextCursor: null, ...duty });
    const unknown = { ...course.params, lessonId: unknownId };
    expect(toCode(await listOwn(course.learner, unknown))).toEqual([404, 'lesson.not_found']);
    expect(toCode(await listOwn(course.learner, { ...course.params, courseId: unknownId }))).toEqual([404, 'course.not_found']);
  });
});

describe('GET /courses/peer-reviews/:peerReviewId', () => {
  it('answers 200 with the work and what it is reviewed by, as it was then', async () => {
    const course = await buildPeers(1, {}, { rubric });
    const { person, submission } = await buildPeer(course);
    await changeLesson(course.author, course.courseId, course.params.lessonId, {
      title: 'Иначе',
      content: assignment({ description: 'Иначе.', points: 3, peerReview: { reviews: 1 } }),
    });
    await publish(course.author, course.courseId);
    const { id } = await take(person, course.params);
    const { status, body } = await readReview(person, id);
    expect([status, body]).toEqual([
      200,
      {
        ...{ ...course.params, id, title: 'Эссе', status: 'open', takenAt: expect.any(String), expiresAt: expect.any(String) },
        ...{ submittedAt: null, removedAt: null, points: null, maxPoints: 10, percent: null, scores: [] },
        ...{ comment: null, commentText: null, learner: null, text: 'Работа.', link: null, files: [] },
        description: '<p>Напишите <em>эссе</em>.</p>\n',
        rubric: rubric.map((one) => ({ ...one, description: '' })),
      },
    ]);
    expect(submission.number).toBe(1);
  });

  it('names the learner to teachers always, to the reviewer where it is not anonymous', async () => {
    for (const anonymous of [true, false]) {
      const course = await buildPeers(2, { anonymous });
      const { person } = getPeer(course, 1);
      const learner = { personId: course.learner.id, name: 'Анна' };
      const { id, learner: shown } = await take(person, course.params);
      expect(shown).toEqual(anonymous ? null : learner);
      for (const teacher of [course.author, asStaff()]) expect((await readReview(teacher, id)).body.learner).toEqual(learner);
    }
  });

  it('answers 404 to everybody else, and to the reviewer once the lesson is gone', async () => {
    const course = await buildPeers(2);
    const { person } = getPeer(course, 1);
    const { id } = await take(person, course.params);
    for (const stranger of [course.learner, await buildLearner(), await buildOtherAuthor()])
      expect(toCode(await readReview(stranger, id))).toEqual([404, 'peer_review.not_found']);
    await buildLesson(course.author, course.courseId, { moduleId: course.moduleId, title: 'Другой' });
    await removeLesson(course.author, course.courseId, course.params.lessonId);
    await publish(course.author, course.courseId, { choices: [{ lessonId: course.params.lessonId, choice: 'migrate' }] });
    expect(toCode(await readReview(person, id))).toEqual([404, 'lesson.not_found']);
    expect(toCode(await tryReview(person, { id }))).toEqual([404, 'lesson.not_found']);
  });
});

describe('GET /courses/peer-reviews/:peerReviewId/files/:submissionFileId', () => {
  async function buildWithFile(anonymous: boolean) {
    service.clock.reset();
    const course = await buildAssignment({ peerReview: { reviews: 1, anonymous } });
    const file = await buildFile(course.learner, course.params);
    await handIn(course.learner, course.params, { files: [file] });
    const { person } = await buildPeer(course);
    return { ...course, file, person, taken: await take(person, course.params) };
  }

  it.each([
    [true, 'file-1.txt', 'Эссе.txt'],
    [false, 'Эссе.txt', 'Эссе.txt'],
  ])('answers 303 with a download; anonymous: %s', async (anonymous, name, original) => {
    const { author, person, file, taken } = await buildWithFile(anonymous);
    expect(taken.files).toEqual([{ id: file, name, type: 'text/plain', size: fileInput.size }]);
    const readName = async (as: TestActor) => {
      const { status, headers } = await downloadReviewed(as, taken.id, file);
      expect(status).toBe(303);
      const response = await fetch(headers['location'] ?? '');
      expect(await response.text()).toBe('Замыкания помнят переменные.');
      return decodeURIComponent(response.headers.get('content-disposition') ?? '');
    };
    expect(await readName(person)).toContain(name);
    expect(await readName(author)).toContain(original);
  });

  it('answers 404 to files of other work, 403 behind the gate and 409 to what was replaced', async () => {
    const course = await buildWithFile(true);
    const { person, file, taken } = course;
    const other = await buildFile(person, course.params);
    expect(toCode(await downloadReviewed(person, taken.id, other))).toEqual([404, 'submission_file.not_found']);
    expect(toCode(await downloadReviewed(course.learner, taken.id, file))).toEqual([404, 'peer_review.not_found']);
    await putObject(toSubmissionFileKey('main', file), new Uint8Array(fileInput.size), 'text/plain');
    expect(toCode(await downloadReviewed(person, taken.id, file))).toEqual([409, 'submission_file.replaced']);
    await service.call(endEnrolment, { as: course.author, params: { courseId: course.courseId, personId: person.id } });
    expect(toCode(await downloadReviewed(person, taken.id, file))).toEqual([403, 'lesson.locked']);
  });
});
