import { newId } from '@lyceum/common/database';
import { getSubmission, workGraded } from '@lyceum/contracts/courses/assignment';
import { endEnrolment } from '@lyceum/contracts/courses/enrolment';
import { listSubmissions } from '@lyceum/contracts/courses/grading';
import { maxReviewsOfWork, peerReviewSubmitted } from '@lyceum/contracts/courses/peer-review';
import { lessonCompleted } from '@lyceum/contracts/courses/study';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { asAdmin, asStaff, type TestActor } from '@lyceum/testing/actors';
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
  tryGrade,
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
  getOutlineAs,
  publish,
  removeLesson,
  unknownId,
} from '../../../test/factories.ts';
import { fillCourse } from '../../../test/informing-factories.ts';
import {
  buildPeer,
  buildPeers,
  downloadReviewed,
  listOfWork,
  listOwn,
  listReceived,
  type PeerCourse,
  readReview,
  remove,
  review,
  take,
  toCode,
  tryReview,
  tryTake,
} from '../../../test/peer-review-factories.ts';
import { PeerReviewEntity } from '../peer-review/peer-review.entity.ts';
import { SubmissionEntity } from '../submission/submission.entity.ts';
import { toSubmissionFileKey } from '../submission-file/submission-file-key.ts';

const moment = '2026-11-20T10:00:00.000Z';
const day = 86_400_000;
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

const byName = { anonymous: false };

/** Who reviews whom, as places in the list of peers. */
const toPlace = ({ peers }: PeerCourse, personId: string | undefined) => peers.findIndex(({ person }) => person.id === personId);

/** The peer at this place. */
function getPeer({ peers }: PeerCourse, place: number) {
  const peer = peers[place];
  if (!peer) throw new Error(`there is no peer ${place}`);
  return peer;
}

const takeAt = async (course: PeerCourse, place: number) =>
  toPlace(course, (await take(getPeer(course, place).person, course.params)).learner?.personId);

const reviewAt = (course: PeerCourse, place: number, points?: number) =>
  review(getPeer(course, place).person, course.params, points === undefined ? undefined : { points });

const end = ({ author, courseId }: PeerCourse, { id: personId }: TestActor) =>
  service.call(endEnrolment, { as: author, params: { courseId, personId } });

const listRows = ({ courseId }: PeerCourse) => service.rows((db) => db.findBy(PeerReviewEntity, { courseId }));

const listEvents = async (name: string, personId: string) =>
  (await service.outbox(name)).map(({ payload }) => payload).filter((payload) => payload['personId'] === personId);

/** Many more who have handed in what the last peer has; all works but that of the first peer have a review. */
async function fillReviewed(course: PeerCourse, count: number): Promise<void> {
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
async function askToRetake({ author, courseId, moduleId, params: { lessonId } }: PeerCourse): Promise<void> {
  service.clock.advance(1000);
  await buildLesson(author, courseId, { moduleId, title: 'Дальше' });
  await publish(author, courseId);
  const content = assignment({ peerReview: { reviews: 1, ...byName }, description: 'Иначе.' });
  await changeLesson(author, courseId, lessonId, { title: 'Эссе', content });
  await publish(author, courseId, { choices: [{ lessonId, choice: 'retake' }] });
  service.clock.advance(1000);
}

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

/** Reviews of people who are not there. */
async function fillPlaces(course: PeerCourse, submissionId: string, count: number): Promise<void> {
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
