import { randomUUID } from 'node:crypto';
import type { JobRun } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import { createLesson } from '@lyceum/contracts/courses/draft';
import { endEnrolment, updateLearner } from '@lyceum/contracts/courses/enrolment';
import { extendDeadline } from '@lyceum/contracts/courses/grading';
import { muteCourse, putMailPreferences } from '@lyceum/contracts/courses/mail-preference';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { DataSource, type EntityManager } from 'typeorm';
import type { z } from 'zod';
import { type AssignedCourse, assignment, buildAssignment, grade, handIn } from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import {
  buildCohort,
  buildEnrolment,
  buildLearner,
  buildPublishedCourse,
  changeLesson,
  enrolByTeacher,
  open,
  publish,
  unknownId,
} from '../../../test/factories.ts';
import { fillCourse, listMailed, listMails } from '../../../test/informing-factories.ts';
import { FillDeadlines1796045626844 } from '../../migrations/1796045626844-fill-deadlines.ts';
import { findDeadlines, toHorizon } from './find-deadlines.ts';
import { listDuePeople } from './list-due-people.ts';
import { remindLearnersJob, remindLearnersSchedule } from './remind-learners.job.ts';
import { remindPeople } from './remind-people.ts';
import { ReminderSentEntity } from './reminder-sent.entity.ts';
import { sweepRemindersSchedule } from './sweep-reminders.job.ts';

const now = '2026-11-20T10:00:00.000Z';
const hour = 3_600_000;
const day = 24 * hour;
const fromNow = (ms: number) => new Date(Date.parse(now) + ms).toISOString();

beforeEach(() => service.clock.set(new Date(now)));
afterAll(() => service.clock.reset());

type Due = NonNullable<Parameters<typeof assignment>[0]>['due'];

const dueIn = (ms: number): Due => ({ due: 'at', at: fromNow(ms) });
const build = (due: Due) => buildAssignment({ due });

async function remind() {
  await service.rows((db) => enqueue(db, service.context(), remindLearnersSchedule.job, {}));
  const outcomes = await service.runJobs();
  expect(outcomes.filter(({ error }) => error)).toEqual([]);
}

const countMails = async ({ id }: TestActor) => (await listMails('reminder', id)).length;
const extend = ({ author, params, learner }: AssignedCourse, dueAt: string) =>
  service.call(extendDeadline, { as: author, params: { ...params, personId: learner.id }, body: { dueAt } });

describe('a reminder', () => {
  it('says in both languages what is due, with the moment, and leads to it', async () => {
    const { learner, params } = await build(dueIn(30 * hour));
    await remind();
    const mails = await listMails('reminder', learner.id);
    const path = `/courses/${params.courseId}/lessons/${params.lessonId}`;
    expect(mails.map(({ letters }) => letters)).toEqual([
      {
        en: {
          subject: 'What comes near in your courses',
          paragraphs: ['Hand in “Эссе” in the course “Основы TypeScript”: it is due on 21 November 2026 at 16:00 (UTC).'],
          action: { label: 'Open the assignment', path },
          remarks: [],
          settings: { label: 'Choose which mails you get', path: '/settings/mails' },
        },
        ru: {
          subject: 'Ближайшие сроки на ваших курсах',
          paragraphs: ['Сдайте работу «Эссе» на курсе «Основы TypeScript»: срок — 21 ноября 2026 г. в 16:00 (UTC).'],
          action: { label: 'Открыть задание', path },
          remarks: [],
          settings: { label: 'Настроить письма', path: '/settings/mails' },
        },
      },
    ]);
  });

  it.each<[string, Due, number]>([
    ['at a moment in 25 hours', dueIn(25 * hour), 1],
    ['at a moment in 47 hours, without fractions of a second', { due: 'at', at: '2026-11-22T09:00:00Z' }, 1],
    ['at a moment in 49 hours', dueIn(49 * hour), 0],
    ['at a moment in 20 hours', dueIn(20 * hour), 0],
    ['at a moment that is over', dueIn(-hour), 0],
    ['a day after the enrolment', { due: 'after', days: 1 }, 1],
    ['two days after the enrolment', { due: 'after', days: 2 }, 0],
    ['three days after the enrolment', { due: 'after', days: 3 }, 0],
    ['never', null, 0],
  ])('of work that is due %s is sent or not', async (_, due, count) => {
    const { learner } = await build(due);
    await remind();
    expect(await countMails(learner)).toBe(count);
  });

  it.each<[string, Due]>([
    ['at a moment', dueIn(25 * hour)],
    ['a day after the enrolment', { due: 'after', days: 1 }],
  ])(
    'of work that is due %s is sent when it was published before deadlines were kept, once the migration has run',
    async (_, due) => {
      const { learner, lessons } = await build(due);
      await service.rows((db) =>
        db.query('UPDATE lesson_versions SET due_at = NULL, due_days = NULL WHERE lesson_id = ANY($1)', [lessons]),
      );
      await remind();
      expect(await countMails(learner)).toBe(0);
      await service.rows(async ({ queryRunner }) => {
        if (!queryRunner) throw new Error('outside a transaction');
        await new FillDeadlines1796045626844().up(queryRunner);
      });
      await remind();
      expect(await countMails(learner)).toBe(1);
    },
  );

  it('of work that is due some days after the enrolment is sent when the day comes near', async () => {
    const { learner } = await build({ due: 'after', days: 5 });
    const counts: number[] = [];
    for (let passed = 0; passed < 6; passed += 1) {
      await remind();
      counts.push(await countMails(learner));
      service.clock.advance(day);
    }
    expect(counts).toEqual([0, 0, 0, 0, 1, 1]);
  });

  it('of work that is due some days after the start of a cohort goes by that start', async () => {
    const { author, courseId } = await build({ due: 'after', days: 10 });
    const { id: cohortId } = await buildCohort(author, courseId, { startsAt: fromNow(-9 * day + 6 * hour) });
    const member = await buildLearner();
    await enrolByTeacher(author, courseId, { personId: member.id, cohortId });
    await remind();
    expect(await listMailed('reminder', courseId)).toEqual([member.id]);
  });

  it('is sent once of each deadline, however often the job runs, also at once', async () => {
    const { learner } = await build(dueIn(47 * hour));
    await Promise.all([1, 2, 3].map(() => remindLearnersJob.run({}, service.jobRun())));
    for (let passed = 0; passed < 26; passed += 1) {
      service.clock.advance(hour);
      await remind();
    }
    expect(await countMails(learner)).toBe(1);
  });

  it('gathers what comes near in all courses, and comes once a day', async () => {
    const first = await build(dueIn(40 * hour));
    const second = await build(dueIn(30 * hour));
    const third = await buildPublishedCourse();
    const { learner } = first;
    await buildEnrolment(second.courseId, learner);
    await enrolByTeacher(third.author, third.courseId, { personId: learner.id, expiresAt: fromNow(50 * hour) });
    await remind();
    const [mail] = await listMails('reminder', learner.id);
    expect(mail?.letters.en.paragraphs).toEqual([
      'Hand in “Эссе” in the course “Основы TypeScript”: it is due on 21 November 2026 at 16:00 (UTC).',
      'Hand in “Эссе” in the course “Основы TypeScript”: it is due on 22 November 2026 at 02:00 (UTC).',
      'Your enrolment in the course “Основы TypeScript” ends on 22 November 2026 at 12:00 (UTC).',
    ]);
    const fourth = await build(dueIn(47 * hour));
    await buildEnrolment(fourth.courseId, learner);
    await remind();
    // Another run may have listed them before they were mailed.
    await service.rows(async (db) => {
      const deadlines = await findDeadlines(db, toHorizon(service.clock.now()));
      await remindPeople(db, service.context(), deadlines, [learner.id]);
    });
    expect(await countMails(learner)).toBe(1);
    service.clock.set(new Date('2026-11-21T00:10:00.000Z'));
    await remind();
    const [, next] = await listMails('reminder', learner.id);
    expect(next?.letters.en.paragraphs).toEqual([
      'Hand in “Эссе” in the course “Основы TypeScript”: it is due on 22 November 2026 at 09:00 (UTC).',
    ]);
  });

  it.each<[string, (course: AssignedCourse) => Promise<unknown>, number]>([
    ['has handed it in', ({ learner, params }) => handIn(learner, params), 0],
    ['has had it accepted', async ({ author, learner, params }) => grade(author, await handIn(learner, params)), 0],
    [
      'has had it returned',
      async ({ author, learner, params }) => grade(author, await handIn(learner, params), { decision: 'return' }),
      1,
    ],
    ['has more time', (course) => extend(course, fromNow(5 * day)), 0],
    [
      'was ended',
      ({ author, courseId, learner }) => service.call(endEnrolment, { as: author, params: { courseId, personId: learner.id } }),
      0,
    ],
    [
      'has no time left in the course',
      ({ author, courseId, learner }) =>
        service.call(updateLearner, { as: author, params: { courseId, personId: learner.id }, body: { expiresAt: now } }),
      0,
    ],
    ['has muted the course', ({ courseId, learner }) => service.call(muteCourse, { as: learner, params: { courseId } }), 0],
    ['wants no reminders', ({ learner }) => service.call(putMailPreferences, { as: learner, body: { reminders: false } }), 0],
    ['wants reminders alone', ({ learner }) => service.call(putMailPreferences, { as: learner, body: { grades: false } }), 1],
    [
      'is asked to do it again',
      async ({ learner, params }) => {
        await handIn(learner, params);
        await service.rows((db) =>
          db.query('UPDATE lesson_progress SET started_at = $2, retake = true WHERE lesson_id = $1', [
            params.lessonId,
            fromNow(1),
          ]),
        );
      },
      1,
    ],
  ])('of a deadline is sent or not to a learner who %s', async (_, happen, count) => {
    const course = await build(dueIn(30 * hour));
    await happen(course);
    await remind();
    expect(await countMails(course.learner)).toBe(count);
  });

  it('is sent again before the end of an extension, which may be beyond any deadline', async () => {
    const course = await build(dueIn(30 * hour));
    await remind();
    await extend(course, fromNow(5 * day));
    service.clock.advance(day);
    await remind();
    expect(await countMails(course.learner)).toBe(1);
    service.clock.set(new Date(fromNow(5 * day - 30 * hour)));
    await remind();
    const [, mail] = await listMails('reminder', course.learner.id);
    expect(mail?.letters.en.paragraphs).toEqual([
      'Hand in “Эссе” in the course “Основы TypeScript”: it is due on 25 November 2026 at 10:00 (UTC).',
    ]);
  });

  it('of a deadline waits until the lesson is open to its learner', async () => {
    const { author, courseId, moduleId, lessons } = await buildPublishedCourse({ lessons: [{}] });
    const content = assignment({ due: dueIn(30 * hour) ?? null });
    const body: z.input<typeof createLesson.body> = { moduleId, title: 'Эссе', content };
    await service.call(createLesson, { as: author, params: { courseId }, body });
    await publish(author, courseId);
    const { learner: behind } = await buildEnrolment(courseId);
    const { learner: ahead } = await buildEnrolment(courseId);
    await open(ahead, courseId, lessons[0] ?? '');
    await remind();
    expect([await countMails(behind), await countMails(ahead)]).toEqual([0, 1]);
  });

  it('of a deadline goes by the revision of its learner', async () => {
    const { author, courseId, learner, params } = await build(dueIn(30 * hour));
    const content = assignment({ due: dueIn(10 * day) ?? null });
    await changeLesson(author, courseId, params.lessonId, { title: 'Эссе', content });
    await publish(author, courseId, { choices: [{ lessonId: params.lessonId, choice: 'keep' }] });
    const { learner: newcomer } = await buildEnrolment(courseId);
    await remind();
    expect([await countMails(learner), await countMails(newcomer)]).toEqual([1, 0]);
  });

  it('of the end of an enrolment is sent within its last three days, and again when it is put off', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const learner = await buildLearner();
    await enrolByTeacher(author, courseId, { personId: learner.id, expiresAt: fromNow(5 * day) });
    const counts: number[] = [];
    const pass = async (days: number) => {
      for (let passed = 0; passed < days; passed += 1) {
        await remind();
        counts.push(await countMails(learner));
        service.clock.advance(day);
      }
    };
    await pass(4);
    const body = { expiresAt: fromNow(8 * day) };
    await service.call(updateLearner, { as: author, params: { courseId, personId: learner.id }, body });
    await pass(4);
    expect(counts).toEqual([0, 0, 1, 1, 1, 2, 2, 2]);
  });

  it('is sent in the space of its course', async () => {
    const author = asStaff({ space: 'elsewhere' });
    const learner = await buildLearner({ space: 'elsewhere' });
    await buildAssignment({ due: dueIn(30 * hour) ?? null }, { author, learner });
    await remind();
    const events = (await service.outbox(mailRequested.name)).filter(({ payload }) => payload['accountId'] === learner.id);
    expect(events.map(({ space, payload }) => [space, payload['kind']])).toEqual([['elsewhere', 'reminder']]);
  });
});

describe('what was told', () => {
  it('is forgotten after 60 days', async () => {
    const { learner } = await build(dueIn(30 * hour));
    const sweep = async () => {
      await service.rows((db) => enqueue(db, service.context(), sweepRemindersSchedule.job, {}));
      await service.runJobs();
      return service.rows((db) => db.countBy(ReminderSentEntity, { personId: learner.id }));
    };
    await remind();
    service.clock.advance(59 * day);
    expect(await sweep()).toBe(2);
    service.clock.advance(2 * day);
    expect(await sweep()).toBe(0);
  });
});

describe('the job that reminds', () => {
  /** How many queries a run makes besides those that write what is mailed. */
  function countQueries(base: JobRun): { run: JobRun; queries: () => number } {
    let count = 0;
    const wrap = (run: JobRun): JobRun => {
      const transact: JobRun['transact'] = (work) =>
        run.transact((db) => {
          const { queryRunner } = db;
          if (!queryRunner) throw new Error('a transaction has its connection');
          const query = queryRunner.query.bind(queryRunner);
          queryRunner.query = (...input: Parameters<typeof query>) => {
            count += 1;
            return query(...input);
          };
          return work(db).finally(() => {
            queryRunner.query = query;
          });
        });
      const inEachSpace: JobRun['inEachSpace'] = (entity, work) => run.inEachSpace(entity, (space) => work(wrap(space)));
      return { ...run, transact, read: transact, inEachSpace };
    };
    return { run: wrap(base), queries: () => count };
  }

  const countRun = async () => {
    const { run, queries } = countQueries(service.jobRun());
    await remindLearnersJob.run({}, run);
    return queries();
  };

  const start = Date.parse('2027-03-01T10:00:00.000Z');
  const fromStart = (ms: number) => new Date(start + ms);
  const buildDue = () => build({ due: 'at', at: fromStart(30 * hour).toISOString() });

  /** More time for each learner of a course: none has anything due. */
  const extendAll = (courseId: string, lessonId: string) =>
    service.rows((db) =>
      db.query(
        `INSERT INTO deadline_extensions (enrolment_id, lesson_id, due_at, granted_by, granted_at)
         SELECT id, $2, $3, $4, $5 FROM enrolments WHERE course_id = $1 ON CONFLICT DO NOTHING`,
        [courseId, lessonId, fromStart(20 * day), randomUUID(), fromStart(0)],
      ),
    );

  it('makes as many queries for 200 learners as for one, and none for 2,000 who have nothing due', async () => {
    service.clock.set(fromStart(0));
    const before = await countRun();
    const idle = await buildPublishedCourse();
    await fillCourse(idle.courseId, 2000);
    expect(await countRun()).toBe(before);
    const { courseId, lessons } = await buildDue();
    await extendAll(courseId, lessons[0] ?? '');
    const forOne = (await countRun()) - before;
    await fillCourse(courseId, 1999);
    await extendAll(courseId, lessons[0] ?? '');
    const pages = 10;
    // After the last full page it asks whether there is another.
    expect(await countRun()).toBe(before + pages * forOne + pages);
    expect(await listMailed('reminder', courseId)).toEqual([]);
  });

  it('mails 2,000 learners of an assignment in pages, each once', async () => {
    service.clock.set(fromStart(0));
    const { courseId, learner } = await buildDue();
    const people = await fillCourse(courseId, 1999);
    await remind();
    await remind();
    expect((await listMailed('reminder', courseId)).sort()).toEqual([...people, learner.id].sort());
  });

  it('is led to learners by indexes from what is due', async () => {
    service.clock.set(fromStart(0));
    const { courseId, lessons } = await build({ due: 'after', days: 10 });
    await fillCourse(courseId, 5000, fromStart(0));
    await extendAll(courseId, lessons[0] ?? '');
    await service.rows((db) =>
      db.query(
        `INSERT INTO lesson_versions (id, course_id, lesson_id, hash, title, content, shown, words, pools, questions, due_at)
         SELECT gen_random_uuid(), course_id, gen_random_uuid(), number::text, title, content, shown, words, pools, questions,
           to_char($2::timestamptz + number * interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
         FROM lesson_versions, generate_series(100, 3000) AS number WHERE course_id = $1`,
        [courseId, fromStart(0)],
      ),
    );
    const owner = await new DataSource({ type: 'postgres', url: service.testDatabase.ownerUrl }).initialize();
    await owner.query('ANALYZE courses.lesson_versions, courses.enrolments, courses.deadline_extensions');
    await owner.destroy();
    const plans = await service.rows(async (db) => {
      const lines: string[] = [];
      const explaining: EntityManager = Object.create(db, {
        query: {
          value: async (sql: string, parameters: unknown[]) => {
            const plan = await db.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN (COSTS OFF) ${sql}`, parameters);
            lines.push(...plan.map((line) => line['QUERY PLAN']));
            return db.query(sql, parameters);
          },
        },
      });
      const deadlines = await findDeadlines(explaining, toHorizon(fromStart(0)));
      await listDuePeople(explaining, deadlines, { now: fromStart(0), after: unknownId });
      return lines.join('\n');
    });
    expect(plans).not.toMatch(/Seq Scan on (?:enrolments|lesson_versions|deadline_extensions)/);
    expect(plans).toMatch(/lesson_versions_due_at.*\s+(?:->.*\s+)?Index Cond: .*due_at >= /);
    expect(plans).toMatch(/enrolments_expiring.*\s+Index Cond: .*expires_at > /);
    expect(plans).toMatch(/enrolments_of_course.*\s+Index Cond: .*enrolled_at >= /);
    expect(plans).toMatch(/deadline_extensions_due.*\s+Index Cond: .*due_at >= /);
  });
});
