import * as contract from '@lyceum/contracts/courses/achievement';
import { type Award, achievementAwarded, listOwnAwards } from '@lyceum/contracts/courses/achievement';
import { attemptGraded } from '@lyceum/contracts/courses/attempt';
import { courseCompleted } from '@lyceum/contracts/courses/enrolment';
import { lessonCompleted, studyDayCounted } from '@lyceum/contracts/courses/study';
import { profileUpdated } from '@lyceum/contracts/users/profile';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import {
  answerAll,
  buildAchievement,
  buildEnrolment,
  buildLearner,
  buildPublishedCourse,
  buildQuiz,
  open,
  report,
  startQuiz,
  submit,
} from '../../../test/factories.ts';

const facts = [lessonCompleted, attemptGraded, courseCompleted, studyDayCounted] as const;

/** Delivers what the person has done, all at once. */
async function hear(learner: TestActor, { redeliveries = 1 } = {}): Promise<void> {
  const deliveries: Promise<number>[] = [];
  for (const event of facts)
    for (const { id, payload } of await service.outbox(event.name))
      if (payload['personId'] === learner.id)
        for (let count = 0; count < redeliveries; count += 1)
          deliveries.push(service.deliver(event, event.schema.parse(payload), { id, space: learner.space }));
  await Promise.all(deliveries);
}

const mine = async (as: TestActor, query = {}) => (await service.call(listOwnAwards, { as, query })).body;

const listTitles = async (as: TestActor): Promise<string[]> => (await mine(as)).items.map(({ title }: Award) => title).toSorted();

const apply = (as: TestActor, achievementId: string) =>
  service.call(contract.applyAchievement, { as, params: { achievementId } });

const countLessons = (min: number) => ({ type: 'count', min }) as const;

let spaces = 0;

/** A learner in a course, in a space of their own: rules hold for all of it. */
async function buildStudent(lessons = 2) {
  spaces += 1;
  const staff = asStaff({ space: `awards-${spaces}` });
  const course = await buildPublishedCourse({ author: staff, lessons: Array.from({ length: lessons }, () => ({})) });
  const { learner } = await buildEnrolment(course.courseId, await buildLearner({ space: staff.space }));
  const finish = async (...numbers: number[]) => {
    for (const number of numbers) await open(learner, course.courseId, course.lessons[number - 1] ?? '');
  };
  return { staff, course, learner, finish };
}

const noon = new Date('2026-11-20T12:00:00.000Z');
afterEach(() => service.clock.reset());

describe('an award', () => {
  it('is given once for a fact that is delivered five times at once, with its event and a copy of the achievement', async () => {
    const { staff, learner, course, finish } = await buildStudent();
    const { id: achievementId, version } = await buildAchievement(staff, { title: 'Первый', points: 15, icon: 'rocket' });
    await finish(1);
    await hear(learner, { redeliveries: 5 });
    await hear(learner, { redeliveries: 5 });
    const { courseId } = course;
    const award = { achievementId, courseId, title: 'Первый', icon: 'rocket', points: 15 };
    expect(await mine(learner)).toMatchObject({ items: [award], points: 15, nextCursor: null });
    const events = (await service.outbox(achievementAwarded.name)).filter(({ payload }) => payload['personId'] === learner.id);
    expect(events.map(({ payload }) => payload)).toMatchObject([{ achievementId, courseId, title: 'Первый', points: 15 }]);

    const params = { achievementId };
    await service.call(contract.updateAchievement, { as: staff, params, body: { title: 'Другой', points: 99 } });
    await service.call(contract.deleteAchievement, { as: staff, params, headers: { 'if-match': `"${version + 1}"` } });
    expect(await mine(learner)).toMatchObject({ items: [award], points: 15 });
  });

  it('is given once when two facts that are enough for it come at once', async () => {
    const { staff, learner, finish } = await buildStudent(3);
    await buildAchievement(staff, { title: 'Два', condition: countLessons(2) });
    await finish(1, 2, 3);
    await hear(learner);
    expect(await listTitles(learner)).toEqual(['Два']);
  });

  it('is given for each two of five lessons, in whatever order they are told', async () => {
    const { staff, learner, finish } = await buildStudent(5);
    await buildAchievement(staff, { title: 'Ещё два', condition: countLessons(2), repeats: 'each' });
    await finish(1, 2, 3, 4, 5);
    await hear(learner);
    expect(await listTitles(learner)).toEqual(['Ещё два', 'Ещё два']);
  });

  it('is given in the course of the rule alone, and not by a rule that is switched off', async () => {
    const { staff, learner, course, finish } = await buildStudent();
    const other = await buildPublishedCourse({ author: staff });
    await buildAchievement(staff, { title: 'Здесь', courseId: course.courseId });
    await buildAchievement(staff, { title: 'Там', courseId: other.courseId });
    await buildAchievement(staff, { title: 'Выключено', active: false });
    await finish(1);
    await hear(learner);
    expect(await listTitles(learner)).toEqual(['Здесь']);
  });

  it('is given for a finished course and for its speed', async () => {
    const { staff, learner, finish } = await buildStudent(1);
    await buildAchievement(staff, { title: 'Курс', when: 'course-completed' });
    await buildAchievement(staff, { title: 'За день', when: 'course-completed', condition: { type: 'within-days', max: 1 } });
    await finish(1);
    await hear(learner);
    expect(await listTitles(learner)).toEqual(['За день', 'Курс']);
  });

  it('is given for the score of an attempt, and of the first one only once', async () => {
    const quiz = await buildQuiz();
    const { learner } = await buildEnrolment(quiz.courseId);
    const first = await buildAchievement(quiz.author, {
      ...{ title: 'Первая попытка', when: 'attempt-graded', repeats: 'each', courseId: quiz.courseId },
      condition: { type: 'first-attempt', min: 90 },
    });
    await buildAchievement(quiz.author, {
      ...{ title: 'Отлично', when: 'attempt-graded', repeats: 'each', courseId: quiz.courseId },
      condition: { type: 'percent', min: 90 },
    });
    for (const isRight of [true, false, true]) {
      const attempt = await startQuiz(learner, quiz);
      await submit(learner, attempt, answerAll(attempt, isRight));
    }
    await hear(learner);
    expect(await listTitles(learner)).toEqual(['Отлично', 'Отлично', first.title]);
  });

  it('is given for days in a row when the last of them has a minute, and the streak is shown', async () => {
    service.clock.set(noon);
    const { staff, learner, course } = await buildStudent(1);
    await buildAchievement(staff, { title: 'Два дня', when: 'study-streak', condition: { type: 'days-in-row', min: 2 } });
    for (const [day, seconds] of [
      [1, 60],
      [2, 59],
    ] as const) {
      service.clock.set(new Date(noon.getTime() + day * 86_400_000));
      const { id } = await open(learner, course.courseId, course.lessons[0] ?? '');
      service.clock.advance(120_000);
      await report(learner, id, { from: 0, to: seconds * 1000 });
      await hear(learner);
      if (day === 1) continue;
      expect(await mine(learner)).toMatchObject({ items: [], streak: { current: 1, longest: 1, timeZone: 'UTC' } });
      await report(learner, id, { from: 60_000, to: 61_000 });
    }
    await hear(learner);
    const { items, streak } = await mine(learner);
    expect([items.map(({ title }: Award) => title), streak]).toEqual([['Два дня'], { current: 2, longest: 2, timeZone: 'UTC' }]);
    service.clock.advance(2 * 86_400_000);
    expect((await mine(learner)).streak).toMatchObject({ current: 0, longest: 2 });
  });

  it('is given for days of the time zone of the learner, also when UTC has no new day of study', async () => {
    service.clock.set(new Date('2026-11-20T08:00:00.000Z'));
    const { staff, learner, course } = await buildStudent(1);
    const profile = { accountId: learner.id, name: 'Анна', locale: 'ru', occurredAt: service.clock.now() } as const;
    await service.deliver(profileUpdated, { ...profile, timeZone: 'Asia/Yekaterinburg', version: 2 }, { space: learner.space });
    await buildAchievement(staff, { title: 'Два дня', when: 'study-streak', condition: { type: 'days-in-row', min: 2 } });
    // Eight in the evening and half past midnight of the next day, there.
    for (const moment of ['2026-11-20T15:00:00.000Z', '2026-11-20T19:30:00.000Z']) {
      service.clock.set(new Date(moment));
      const { id } = await open(learner, course.courseId, course.lessons[0] ?? '');
      service.clock.advance(120_000);
      await report(learner, id, { from: 0, to: 60_000 });
      await hear(learner);
    }
    const { items, streak } = await mine(learner);
    expect(streak).toEqual({ current: 2, longest: 2, timeZone: 'Asia/Yekaterinburg' });
    expect(items).toMatchObject([{ title: 'Два дня', earnedAt: '2026-11-20T19:31:00.000Z' }]);
  });

  it('is given once for days in a row that turn out to have begun earlier, without a network', async () => {
    service.clock.set(noon);
    const { staff, learner, course } = await buildStudent(1);
    const condition = { type: 'days-in-row', min: 2 } as const;
    await buildAchievement(staff, { title: 'Два дня', when: 'study-streak', condition, repeats: 'each' });
    const sessions: string[] = [];
    for (const day of [1, 2, 3]) {
      service.clock.set(new Date(noon.getTime() + day * 86_400_000));
      const { id } = await open(learner, course.courseId, course.lessons[0] ?? '');
      sessions.push(id);
      service.clock.advance(120_000);
      if (day > 1) await report(learner, id, { from: 0, to: 60_000 });
    }
    await hear(learner);
    expect(await listTitles(learner)).toEqual(['Два дня']);
    await report(learner, sessions[0] ?? '', { from: 0, to: 60_000 });
    await hear(learner);
    expect(await mine(learner)).toMatchObject({ points: 10, streak: { current: 3 } });
  });

  it('is given once for a run of days, whatever time zone its learner moves to', async () => {
    service.clock.set(new Date('2026-11-20T11:30:00.000Z'));
    const { staff, learner, course } = await buildStudent(1);
    await buildAchievement(staff, { when: 'study-streak', condition: { type: 'days-in-row', min: 1 }, repeats: 'each' });
    for (const [index, timeZone] of ['Etc/GMT+12', 'UTC', 'Pacific/Kiritimati'].entries()) {
      const profile = { accountId: learner.id, name: 'Анна', locale: 'ru', timeZone, version: index + 2 } as const;
      await service.deliver(profileUpdated, { ...profile, occurredAt: service.clock.now() }, { space: learner.space });
      const { id } = await open(learner, course.courseId, course.lessons[0] ?? '');
      service.clock.advance(120_000);
      await report(learner, id, { from: 0, to: 60_000 });
      await hear(learner);
      service.clock.advance(86_400_000 - 120_000);
    }
    expect(await mine(learner)).toMatchObject({ points: 10, items: [{}] });
  });

  it('belongs to its space', async () => {
    const { staff, learner, finish } = await buildStudent();
    await buildAchievement({ ...staff, space: 'awards-elsewhere' }, { title: 'Чужой' });
    await finish(1);
    await hear(learner);
    expect(await listTitles(learner)).toEqual([]);
    await buildAchievement(staff);
    await finish(2);
    await hear(learner);
    expect(await listTitles(learner)).toHaveLength(1);
    expect(await listTitles({ ...learner, space: 'awards-elsewhere' })).toEqual([]);
  });
});

describe('GET /courses/achievements/mine', () => {
  it('answers 200 with pages, the last earned first, and the points of all', async () => {
    const { staff, learner, finish } = await buildStudent(3);
    await buildAchievement(staff, { points: 5, repeats: 'each' });
    await finish(1, 2, 3);
    await hear(learner);
    const first = await mine(learner, { limit: 2 });
    const second = await mine(learner, { limit: 2, cursor: first.nextCursor });
    expect([first.items.length, first.points, second.items.length, second.points]).toEqual([2, 15, 1, 15]);
    const moments: string[] = [...first.items, ...second.items].map(({ earnedAt }: Award) => earnedAt);
    expect(moments).toEqual(moments.toSorted().toReversed());
  });

  it('answers 400 to a limit of none', async () => {
    const { learner } = await buildStudent();
    const { status, body } = await service.call(listOwnAwards, { as: learner, query: { limit: 0 } });
    expect([status, body.errors]).toMatchObject([400, [{ pointer: '/query/limit' }]]);
  });
});

describe('POST /courses/achievements/:achievementId/apply', () => {
  it('answers 202 and awards what happened before once, although it is asked twice', async () => {
    const { staff, learner, finish } = await buildStudent(3);
    await finish(1, 2, 3);
    const { id, ...achievement } = await buildAchievement(staff, { title: 'Уроки', repeats: 'each', points: 2 });
    await hear(learner);
    expect(await listTitles(learner)).toEqual([]);
    const answers = await Promise.all([apply(staff, id), apply(staff, id)]);
    expect(answers.map(({ status, body }) => [status, body])).toEqual(Array(2).fill([202, { id, ...achievement }]));
    for (const { error } of await service.runJobs()) expect(error).toBeUndefined();
    expect(await mine(learner)).toMatchObject({ points: 6 });
    await apply(staff, id);
    await service.runJobs();
    expect(await listTitles(learner)).toEqual(['Уроки', 'Уроки', 'Уроки']);
  });

  it('reaches people of several batches', async () => {
    const { staff, course } = await buildStudent(1);
    const people = await Promise.all(Array.from({ length: 52 }, () => buildLearner({ space: staff.space })));
    for (const person of people) {
      await buildEnrolment(course.courseId, person);
      await open(person, course.courseId, course.lessons[0] ?? '');
    }
    const { id } = await buildAchievement(staff);
    await apply(staff, id);
    await service.runJobs();
    const awards = await Promise.all(people.map(listTitles));
    expect(awards.filter(({ length }) => length === 1)).toHaveLength(52);
  });

  it('awards none when it is deleted before its job runs', async () => {
    const { staff, learner, finish } = await buildStudent();
    await finish(1);
    const { id: achievementId } = await buildAchievement(staff);
    await apply(staff, achievementId);
    await service.call(contract.deleteAchievement, { as: staff, params: { achievementId } });
    for (const { error } of await service.runJobs()) expect(error).toBeUndefined();
    expect(await listTitles(learner)).toEqual([]);
  });

  it('answers 409 when it is switched off, and 404 when it is deleted', async () => {
    const { staff } = await buildStudent();
    const { id: achievementId } = await buildAchievement(staff, { active: false });
    const inactive = await apply(staff, achievementId);
    expect([inactive.status, inactive.body.code]).toEqual([409, 'achievement.inactive']);
    await service.call(contract.deleteAchievement, { as: staff, params: { achievementId } });
    const gone = await apply(staff, achievementId);
    expect([gone.status, gone.body.code]).toEqual([404, 'achievement.not_found']);
  });

  it('answers 400 to an id that is none', async () => {
    const { staff } = await buildStudent();
    expect((await apply(staff, 'first')).status).toBe(400);
  });
});
