import { getCourseOverview, getLearnerAttempt, listLearnerAttempts } from '@lyceum/contracts/courses/course-overview';
import { listLearners } from '@lyceum/contracts/courses/enrolment';
import { asStaff } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { accept, buildDiscussion, buildReply, buildTalk, removeReply } from '../../../test/discussion-factories.ts';
import {
  answerAll,
  buildCohort,
  buildCourse,
  buildEnrolment,
  buildLearner,
  buildPublishedCourse,
  buildQuiz,
  enrolByTeacher,
  open,
  opened,
  type PublishedCourse,
  report,
  startQuiz,
  submit,
} from '../../../test/factories.ts';

const day = 86_400_000;
beforeEach(() => service.clock.set(new Date('2026-11-20T10:00:00.000Z')));
afterEach(() => service.clock.reset());

const read = ({ author, courseId }: Pick<PublishedCourse, 'author' | 'courseId'>, query: { cohortId?: string } = {}) =>
  service.call(getCourseOverview, { as: author, params: { courseId }, query });

describe('GET /courses/:courseId/overview', () => {
  it('answers 200 with who is where, lesson by lesson, and who has stayed there for a week', async () => {
    const course = await buildPublishedCourse({ lessons: [{}, { completion: opened(60) }] });
    const { courseId, lessons, author } = course;
    const [first = '', second = ''] = lessons;
    const { learner: stuck } = await buildEnrolment(courseId);
    await open(stuck, courseId, first);
    const session = await open(stuck, courseId, second);
    service.clock.advance(20_000);
    await report(stuck, session.id, { from: 0, to: 20_000 });
    await buildEnrolment(courseId);
    service.clock.advance(8 * day);
    const cohort = await buildCohort(author, courseId);
    const busy = await buildLearner();
    await enrolByTeacher(author, courseId, { personId: busy.id, cohortId: cohort.id });
    await open(busy, courseId, first);
    const { status, body } = await read(course);
    const lesson = { type: 'text', meanPercent: null };
    expect([status, body]).toEqual([
      200,
      {
        ...{ active: 3, idle: 2, completed: 0, ended: 0 },
        lessons: [
          {
            ...lesson,
            lessonId: first,
            title: 'Урок 1',
            started: 2,
            finished: 2,
            stuck: 0,
            openDiscussions: 0,
            medianActiveSeconds: 0,
          },
          {
            ...lesson,
            lessonId: second,
            title: 'Урок 2',
            started: 1,
            finished: 0,
            stuck: 1,
            openDiscussions: 0,
            medianActiveSeconds: 20,
          },
        ],
      },
    ]);
    const ofCohort = await read(course, { cohortId: cohort.id });
    expect(ofCohort.body).toMatchObject({
      active: 1,
      idle: 0,
      lessons: [
        { started: 1, stuck: 0 },
        { started: 0, stuck: 0 },
      ],
    });
    const learners = await service.call(listLearners, { as: author, params: { courseId } });
    expect(learners.body.items).toMatchObject([
      { personId: busy.id, lastLessonId: first, lastStudiedAt: '2026-11-28T10:00:20.000Z' },
      { lastLessonId: null, lastStudiedAt: null },
      { personId: stuck.id, lastLessonId: second, lastStudiedAt: '2026-11-20T10:00:00.000Z' },
    ]);
  });

  it('counts the discussions in which no teacher has spoken last and none was accepted', async () => {
    const { author, courseId, asker, other, inText } = await buildTalk();
    const count = async () => (await read({ author, courseId })).body.lessons[0].openDiscussions;
    const { id } = await buildDiscussion(asker, inText);
    expect(await count()).toBe(1);
    await buildReply(other, id);
    expect(await count()).toBe(1);
    const { id: taught } = await buildReply(author, id);
    expect(await count()).toBe(0);
    await removeReply(author, taught);
    expect(await count()).toBe(1);
    await buildReply(author, id);
    const { id: last } = await buildReply(asker, id);
    expect(await count()).toBe(1);
    await accept(asker, last);
    expect(await count()).toBe(0);
  });

  it('answers 200 with no lessons before the first revision', async () => {
    const author = asStaff();
    const { id: courseId } = await buildCourse(author);
    expect((await read({ author, courseId })).body).toEqual({ active: 0, idle: 0, completed: 0, ended: 0, lessons: [] });
  });
});

describe('attempts of a learner, for teachers', () => {
  it('are listed and read with answers and key, whatever learners see of them', async () => {
    const quiz = await buildQuiz({ review: 'none' });
    const { author, courseId, lessons } = quiz;
    const { learner } = await buildEnrolment(courseId);
    const attempt = await startQuiz(learner, quiz);
    const running = await service.call(getLearnerAttempt, { as: author, params: { courseId, attemptId: attempt.id } });
    expect(running.body).toMatchObject({ status: 'open', percent: null, questions: [{ outcome: null }, { outcome: null }] });
    await submit(learner, attempt, answerAll(attempt));
    const params = { courseId, lessonId: lessons[0] ?? '', personId: learner.id };
    const { body } = await service.call(listLearnerAttempts, { as: author, params });
    expect(body.items).toMatchObject([{ id: attempt.id, number: 1, percent: 100, passed: true }]);
    const read = await service.call(getLearnerAttempt, { as: author, params: { courseId, attemptId: attempt.id } });
    const [question] = read.body.questions;
    expect(question.outcome).toMatchObject({ right: 'right', key: question.answer });
  });

  it('are not those of another course', async () => {
    const quiz = await buildQuiz();
    const { learner } = await buildEnrolment(quiz.courseId);
    const { id: attemptId } = await startQuiz(learner, quiz);
    const { author, courseId } = await buildPublishedCourse();
    const { body } = await service.call(getLearnerAttempt, { as: author, params: { courseId, attemptId } });
    expect(body.code).toBe('attempt.not_found');
    const params = { courseId, lessonId: quiz.lessons[0] ?? '', personId: learner.id };
    expect((await service.call(listLearnerAttempts, { as: author, params })).body.code).toBe('person.not_found');
  });
});
