import { endEnrolment, updateLearner } from '@lyceum/contracts/courses/enrolment';
import { deleteExtension, extendDeadline } from '@lyceum/contracts/courses/grading';
import { muteCourse, putMailPreferences } from '@lyceum/contracts/courses/mail-preference';
import { getLesson } from '@lyceum/contracts/courses/outline';
import { profileUpdated } from '@lyceum/contracts/users/profile';
import type { TestActor } from '@lyceum/testing/actors';
import { type AssignedCourse, buildAssignment, trySave, trySubmit } from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import { buildEnrolment, buildLearner, buildLesson, publish, unknownId } from '../../../test/factories.ts';
import { listMails } from '../../../test/informing-factories.ts';

const moment = '2026-11-20T10:00:00.000Z';
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

const overdue = { due: { due: 'at', at: '2026-11-20T09:00:00.000Z' }, late: 'refused' } as const;

const extend = ({ author, params, learner }: AssignedCourse, dueAt: string, change: { as?: TestActor; lessonId?: string } = {}) =>
  service.call(extendDeadline, {
    as: change.as ?? author,
    params: { ...params, personId: learner.id, ...(change.lessonId && { lessonId: change.lessonId }) },
    body: { dueAt },
  });

const readDue = async ({ learner, params }: AssignedCourse) =>
  (await service.call(getLesson, { as: learner, params })).body.body.dueAt;

describe('PUT /courses/:courseId/lessons/:lessonId/extensions/:personId', () => {
  it('gives one learner more time, until it is taken back', async () => {
    const course = await buildAssignment(overdue);
    const { author, learner, params } = course;
    expect(toCode(await trySave(learner, params))).toEqual([409, 'submission.too_late']);
    const { status, body } = await extend(course, '2026-11-20T11:00:00Z');
    const granted = { grantedBy: author.id, grantedAt: moment };
    const dueAt = '2026-11-20T11:00:00.000Z';
    expect([status, body]).toEqual([200, { lessonId: params.lessonId, personId: learner.id, dueAt, ...granted }]);
    expect(await readDue(course)).toBe(dueAt);
    expect((await trySave(learner, params)).status).toBe(200);
    expect(toCode(await trySave((await buildEnrolment(course.courseId)).learner, params))).toEqual([409, 'submission.too_late']);
    for (const _ of [1, 2]) {
      const answer = await service.call(deleteExtension, { as: author, params: { ...params, personId: learner.id } });
      expect(answer.status).toBe(204);
    }
    expect(toCode(await trySubmit(learner, params))).toEqual([409, 'submission.too_late']);
  });

  it('takes the last of several moments, and none before the deadline', async () => {
    const course = await buildAssignment(overdue);
    await extend(course, '2026-11-20T12:00:00.000Z');
    await extend(course, '2026-11-20T11:00:00.000Z');
    expect(await readDue(course)).toBe('2026-11-20T11:00:00.000Z');
    await extend(course, '2026-11-20T08:00:00.000Z');
    expect(await readDue(course)).toBe('2026-11-20T09:00:00.000Z');
  });

  it('answers 400 to what is no moment, 404 to who does not learn here and 409 to another lesson', async () => {
    const course = await buildAssignment(overdue);
    expect((await extend(course, 'tomorrow')).status).toBe(400);
    const dueAt = '2026-11-20T11:00:00.000Z';
    const stranger = { ...course, learner: await buildLearner() };
    expect(toCode(await extend(stranger, dueAt))).toEqual([404, 'person.not_found']);
    expect(toCode(await extend(course, dueAt, { lessonId: unknownId }))).toEqual([404, 'lesson.not_found']);
    expect(toCode(await extend(course, dueAt, { as: course.learner }))).toEqual([404, 'course.not_found']);
    const { id: lessonId } = await buildLesson(course.author, course.courseId, { moduleId: course.moduleId, title: 'Дальше' });
    await publish(course.author, course.courseId);
    expect(toCode(await extend(course, dueAt, { lessonId }))).toEqual([409, 'lesson.no_assignment']);
  });
});

const later = '2026-11-20T11:00:00.000Z';

const countMails = async ({ learner }: AssignedCourse) => (await listMails('deadline-extended', learner.id)).length;

describe('the mail about a new deadline', () => {
  it('says in both languages until when to hand in, by the clock of the learner, once for a moment', async () => {
    const course = await buildAssignment(overdue);
    const { learner, params } = course;
    await service.deliver(profileUpdated, {
      ...{ accountId: learner.id, name: 'Анна', locale: 'ru', timeZone: 'Asia/Yekaterinburg' },
      ...{ version: 2, occurredAt: moment },
    });
    const answers = await Promise.all([1, 2, 3].map(() => extend(course, later)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const path = `/courses/${params.courseId}/lessons/${params.lessonId}`;
    expect((await listMails('deadline-extended', learner.id)).map(({ letters }) => letters)).toEqual([
      {
        en: {
          subject: 'A new deadline for your work “Эссе”',
          paragraphs: [
            'A teacher has given you another deadline for the work “Эссе” in the course “Основы TypeScript”: it is due on 20 November 2026 at 16:00 (UTC+05:00).',
          ],
          action: { label: 'Open the assignment', path },
          remarks: [],
          settings: { label: 'Choose which mails you get', path: '/settings/mails' },
        },
        ru: {
          subject: 'Новый срок сдачи работы «Эссе»',
          paragraphs: [
            'Преподаватель назначил вам другой срок сдачи работы «Эссе» на курсе «Основы TypeScript»: 20 ноября 2026 г. в 16:00 (UTC+05:00).',
          ],
          action: { label: 'Открыть задание', path },
          remarks: [],
          settings: { label: 'Настроить письма', path: '/settings/mails' },
        },
      },
    ]);
  });

  it('is sent for each other moment, and not when the time is taken back', async () => {
    const course = await buildAssignment(overdue);
    const { author, learner, params } = course;
    for (const dueAt of [later, '2026-11-20T12:00:00.000Z', later]) await extend(course, dueAt);
    expect(await countMails(course)).toBe(3);
    await service.call(deleteExtension, { as: author, params: { ...params, personId: learner.id } });
    expect(await countMails(course)).toBe(3);
  });

  it('is not sent where the deadline stays: the moment is before it, or there is none', async () => {
    const courses = [await buildAssignment(overdue), await buildAssignment()];
    for (const course of courses) expect((await extend(course, '2026-11-20T08:00:00.000Z')).status).toBe(200);
    expect(await Promise.all(courses.map(countMails))).toEqual([0, 0]);
  });

  it.each<[string, (course: AssignedCourse) => Promise<unknown>, number]>([
    [
      'sent to whoever has switched off other mails',
      ({ learner }) => service.call(putMailPreferences, { as: learner, body: { grades: false, announcements: false } }),
      1,
    ],
    [
      'not sent to whoever wants no reminders',
      ({ learner }) => service.call(putMailPreferences, { as: learner, body: { reminders: false } }),
      0,
    ],
    [
      'not sent to whoever has muted the course',
      ({ learner, courseId }) => service.call(muteCourse, { as: learner, params: { courseId } }),
      0,
    ],
    [
      'not sent to whoever learns in the course no more',
      ({ author, courseId, learner }) => service.call(endEnrolment, { as: author, params: { courseId, personId: learner.id } }),
      0,
    ],
    [
      'not sent to whose enrolment has run out',
      ({ author, courseId, learner }) =>
        service.call(updateLearner, { as: author, params: { courseId, personId: learner.id }, body: { expiresAt: moment } }),
      0,
    ],
  ])('is %s', async (_, change, count) => {
    const course = await buildAssignment(overdue);
    await change(course);
    expect((await extend(course, later)).status).toBe(200);
    expect(await countMails(course)).toBe(count);
  });
});
