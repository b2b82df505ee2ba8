import { courseCompleted, endEnrolment } from '@lyceum/contracts/courses/enrolment';
import { getGradebook } from '@lyceum/contracts/courses/gradebook';
import { getLesson } from '@lyceum/contracts/courses/outline';
import { listScormStates } from '@lyceum/contracts/courses/scorm';
import { lessonCompleted } from '@lyceum/contracts/courses/study';
import type { TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { changeLesson, publish, unknownId } from '../../../test/factories.ts';
import {
  buildScorm,
  buildScormLearner,
  cmi12,
  commit,
  getState,
  kept,
  launch,
  notKept,
  type ScormCourse,
} from '../../../test/scorm-factories.ts';

const start = new Date('2026-11-20T10:00:00.000Z');
const afterSeconds = (seconds: number) => service.clock.set(new Date(start.getTime() + seconds * 1000));

beforeEach(() => service.clock.set(start));
afterAll(() => service.clock.reset());

const readProgress = async (as: TestActor, params: ScormCourse['params']) =>
  (await service.call(getLesson, { as, params })).body.progress;

const listStates = async ({ author: as, params }: Pick<ScormCourse, 'author' | 'params'>) =>
  (await service.call(listScormStates, { as, params })).body.items;

describe('GET /courses/:courseId/lessons/:lessonId/scorm/states', () => {
  it('shows authors who has got how far, and others nothing', async () => {
    const { learner, author, params, courseId } = await buildScormLearner();
    const one = await launch(learner, params);
    expect(await listStates({ author, params })).toEqual([]);
    await commit(one, { cmi: cmi12({ lesson_status: 'failed', score: { raw: '30' } }) });
    const reported = {
      completion: 'incomplete',
      success: 'failed',
      percent: 30,
      totalSeconds: 0,
      updatedAt: start.toISOString(),
    };
    expect(await listStates({ author, params })).toEqual([{ personId: learner.id, name: 'Анна', ...reported }]);
    const codes = [learner, author].map(async (as, index) => {
      const place = index === 0 ? params : { courseId, lessonId: unknownId };
      return (await service.call(listScormStates, { as, params: place })).body.code;
    });
    expect(await Promise.all(codes)).toEqual(['course.not_found', 'lesson.not_found']);
  });
});

const countEvents = async (name: string, enrolmentId: string) =>
  (await service.outbox(name)).filter(({ payload }) => payload['enrolmentId'] === enrolmentId).length;

describe('POST /launches/:token/commits', () => {
  it('keeps what the next launch goes on with', async () => {
    const { learner, params } = await buildScormLearner();
    const first = await launch(learner, params);
    expect((await getState(first)).cmi).toMatchObject({ core: { entry: 'ab-initio', total_time: '0000:00:00' } });
    afterSeconds(60);
    const cmi = cmi12({ lesson_location: '3', score: { raw: '40', max: '50' } });
    expect(await commit(first, { elapsedMs: 60_000, sessionSeconds: 60, cmi })).toEqual(kept);
    expect(await getState(await launch(learner, params))).toMatchObject({
      ...{ sequence: 0, countedSeconds: 0, isKept: true, start: 'package/index.html' },
      cmi: {
        core: {
          entry: 'resume',
          lesson_location: '3',
          lesson_status: 'incomplete',
          total_time: '0000:01:00',
          score: { raw: '40' },
        },
        suspend_data: 'страница=3',
      },
    });
  });

  it('counts a commit once, and none after a later one', async () => {
    const { learner, author, params } = await buildScormLearner();
    const one = await launch(learner, params);
    afterSeconds(100);
    const reported = { sequence: 2, elapsedMs: 100_000, sessionSeconds: 90 };
    expect(await commit(one, reported)).toEqual(kept);
    expect(await commit(one, reported)).toEqual(notKept);
    expect(
      await commit(one, { sequence: 1, elapsedMs: 50_000, sessionSeconds: 50, cmi: cmi12({}, { suspend_data: '1' }) }),
    ).toEqual(notKept);
    expect((await getState(one)).cmi.suspend_data).toBe('страница=3');
    expect(await listStates({ author, params })).toMatchObject([{ totalSeconds: 90 }]);
  });

  it('counts one of several that come at once', async () => {
    const { learner, author, params } = await buildScormLearner();
    const one = await launch(learner, params);
    afterSeconds(100);
    const reported = { elapsedMs: 100_000, sessionSeconds: 100 };
    const answers = await Promise.all(Array.from({ length: 10 }, () => commit(one, reported)));
    expect(answers.filter(([, answer]) => JSON.stringify(answer).startsWith('{"kept":true'))).toHaveLength(1);
    expect(await listStates({ author, params })).toMatchObject([{ totalSeconds: 100 }]);
  });

  it('refuses a launch that another one of the same lesson has ended, and leaves another lesson and learner alone', async () => {
    const { learner, params, courseId } = await buildScormLearner();
    const other = await buildScormLearner();
    const elsewhere = await launch(other.learner, other.params);
    const first = await launch(learner, params);
    const second = await launch(learner, params);
    expect(await commit(first)).toEqual([409, 'scorm.launch_ended']);
    expect(await commit(second)).toEqual(kept);
    expect(await commit(elsewhere)).toEqual(kept);
    expect(courseId).not.toBe(other.courseId);
  });

  it('takes from a later launch what one before could not send, once', async () => {
    const { learner, author, params } = await buildScormLearner();
    const first = await launch(learner, params);
    afterSeconds(600);
    const reported = { launchId: first.id, sequence: 3, elapsedMs: 120_000, sessionSeconds: 120 };
    const second = await launch(learner, params);
    expect([await commit(second, reported), await commit(second, reported)]).toEqual([kept, notKept]);
    expect((await getState(second)).cmi).toMatchObject({ core: { total_time: '0000:02:00' }, suspend_data: 'страница=3' });
    expect(await commit(second, { cmi: cmi12({}, { suspend_data: 'новое' }) })).toEqual(kept);
    expect(await commit(second, { ...reported, sequence: 4 })).toEqual(notKept);
    expect(await listStates({ author, params })).toMatchObject([{ totalSeconds: 120 }]);
  });

  it('takes nothing of a launch of somebody else', async () => {
    const { learner, params } = await buildScormLearner();
    const other = await buildScormLearner();
    const { id: launchId } = await launch(other.learner, other.params);
    expect(await commit(await launch(learner, params), { launchId })).toEqual(notKept);
  });

  it.each([
    ['more than has passed', { elapsedMs: 30_000, sessionSeconds: 86_400 }, 30],
    ['more than has passed here, by a clock of its own', { elapsedMs: 86_400_000, sessionSeconds: 86_400 }, 60],
    ['less than has passed', { elapsedMs: 60_000, sessionSeconds: 42.5 }, 42.5],
    ['nothing', { elapsedMs: 60_000, sessionSeconds: 0 }, 0],
  ])('counts no more than the clock allows of a package that says %s', async (_, reported, expected) => {
    const { learner, author, params } = await buildScormLearner();
    const one = await launch(learner, params);
    afterSeconds(60);
    await commit(one, reported);
    expect(await listStates({ author, params })).toMatchObject([{ totalSeconds: expected }]);
    expect((await readProgress(learner, params)).activeSeconds).toBe(Math.floor(expected));
  });

  it('counts hours within a second, over many commits and launches, and as study', async () => {
    const { learner, author, params } = await buildScormLearner();
    let now = 0;
    for (let round = 0; round < 3; round += 1) {
      const begun = now;
      const one = await launch(learner, params);
      for (const [index, minutes] of [7, 0.5, 31].entries()) {
        now += minutes * 60;
        afterSeconds(now);
        const elapsed = now - begun;
        await commit(one, { sequence: index + 1, elapsedMs: elapsed * 1000, sessionSeconds: elapsed });
      }
    }
    expect(await listStates({ author, params })).toMatchObject([{ totalSeconds: 3 * 38.5 * 60 }]);
    expect((await readProgress(learner, params)).activeSeconds).toBe(3 * 38.5 * 60);
  });

  it('finishes the lesson and the course when the package says so, once', async () => {
    const { learner, params, enrolment } = await buildScormLearner();
    const one = await launch(learner, params);
    await commit(one, { cmi: cmi12({ lesson_status: 'incomplete' }) });
    expect((await readProgress(learner, params)).completedAt).toBeNull();
    await commit(one, { sequence: 2, cmi: cmi12({ lesson_status: 'completed', score: { raw: '8', max: '10' } }) });
    await commit(one, { sequence: 3, cmi: cmi12({ lesson_status: 'completed' }) });
    expect(await readProgress(learner, params)).toMatchObject({ completedAt: expect.any(String), percent: 80 });
    expect([
      await countEvents(lessonCompleted.name, enrolment.id),
      await countEvents(courseCompleted.name, enrolment.id),
    ]).toEqual([1, 1]);
  });

  it('finishes by a score that is high enough, which the gradebook has', async () => {
    const completion = { rule: 'passed', percent: 70 } as const;
    const { learner, author, params } = await buildScormLearner({ edition: '2004', completion });
    const one = await launch(learner, params);
    const reported = (scaled: string) => ({ completion_status: 'completed', success_status: 'passed', score: { scaled } });
    await commit(one, { cmi: reported('0.69') });
    expect((await readProgress(learner, params)).completedAt).toBeNull();
    await commit(one, { sequence: 2, cmi: reported('0.7') });
    expect(await readProgress(learner, params)).toMatchObject({ completedAt: expect.any(String), percent: 70 });
    const { body } = await service.call(getGradebook, { as: author, params: { courseId: params.courseId } });
    expect(body).toMatchObject({ lessons: [{ type: 'scorm' }], items: [{ percents: [70], total: 70 }] });
  });

  it('begins anew when an author asks to finish the lesson again', async () => {
    const { learner, author, params, courseId, courseFileId } = await buildScormLearner();
    const before = await launch(learner, params);
    afterSeconds(60);
    await commit(before, { elapsedMs: 60_000, sessionSeconds: 60 });
    const content = { type: 'scorm', courseFileId, edition: '1.2', launch: 'index.html', masteryScore: 90 } as const;
    await changeLesson(author, courseId, params.lessonId, { content });
    await publish(author, courseId, { choices: [{ lessonId: params.lessonId, choice: 'retake' }] });
    expect(await commit(before, { sequence: 2 })).toEqual([409, 'scorm.launch_ended']);
    const { cmi } = await getState(await launch(learner, params));
    expect(cmi).toMatchObject({ core: { entry: 'ab-initio', total_time: '0000:00:00' }, student_data: { mastery_score: 90 } });
    expect(cmi.suspend_data).toBeUndefined();
  });

  it('keeps nothing of an author who only looks', async () => {
    const { author, params } = await buildScorm();
    const preview = await launch(author, params);
    expect(await getState(preview)).toMatchObject({
      isKept: false,
      cmi: { core: { lesson_mode: 'browse', credit: 'no-credit' } },
    });
    expect(await commit(preview)).toEqual(notKept);
    expect(await listStates({ author, params })).toEqual([]);
  });

  it('answers 403 with the reason when the enrolment has ended', async () => {
    const { learner, author, params, courseId } = await buildScormLearner();
    const one = await launch(learner, params);
    await service.call(endEnrolment, { as: author, params: { courseId, personId: learner.id } });
    expect(await commit(one)).toEqual([403, 'lesson.locked']);
  });

  it('answers 404 to a token that nobody has, and to one whose time is over', async () => {
    const { learner, params } = await buildScormLearner();
    const one = await launch(learner, params);
    expect(await commit({ ...one, path: `/launches/${'a'.repeat(43)}` })).toEqual([404, 'scorm.launch_not_found']);
    afterSeconds(12 * 3600);
    expect(await commit(one)).toEqual([404, 'scorm.launch_not_found']);
  });

  it.each<[string, number, string, unknown]>([
    ['no JSON', 400, 'request.malformed', '{'],
    ['no object', 400, 'request.invalid', '[]'],
    ['a negative time', 400, 'request.invalid', { sessionSeconds: -1 }],
    ['no number', 400, 'request.invalid', { sequence: 'x' }],
    ['a data model that is a text', 400, 'request.invalid', { cmi: 'x' }],
    ['more than 200 kB', 413, 'scorm.state_too_large', { cmi: { suspend_data: 'x'.repeat(200_000) } }],
  ])('answers %s with a problem', async (_, status, code, change) => {
    const { learner, params } = await buildScormLearner();
    const one = await launch(learner, params);
    const whole = { launchId: one.id, sequence: 1, elapsedMs: 0, sessionSeconds: 0, cmi: {} };
    const body = typeof change === 'string' ? change : JSON.stringify({ ...whole, ...Object(change) });
    const reply = await service.content(`POST ${one.path}/commits`, { body });
    expect([reply.status, JSON.parse(reply.body.toString()).code]).toEqual([status, code]);
  });

  it.each<[string, unknown]>([
    ['characters that no database takes', { suspend_data: 'a\0b\uD800c' }],
    ['what is nested without end', JSON.parse(`{"a":${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}}`)],
    ['names of prototypes', JSON.parse('{"__proto__":{"core":1},"core":{"__proto__":null},"constructor":{"core":2}}')],
    ['texts in place of members', { core: 'completed', score: [] }],
  ])('keeps %s as far as it means anything', async (_, cmi) => {
    const { learner, params } = await buildScormLearner();
    const one = await launch(learner, params);
    expect(await commit(one, { cmi })).toEqual(kept);
    expect((await getState(one)).cmi).toMatchObject({ core: { entry: 'resume' } });
  });
});
