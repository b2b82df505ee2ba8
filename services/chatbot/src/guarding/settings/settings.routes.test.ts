import { randomUUID } from 'node:crypto';
import * as contract from '@lyceum/contracts/chatbot/tutor-settings';
import { defaultCourseSettings, defaultSpaceSettings } from '@lyceum/contracts/chatbot/tutor-settings';
import { asAdmin, asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { buildCourse } from '../../../test/build-course.ts';
import { neighbours, service } from '../../../test/chatbot-service.ts';
import { AuditEntryEntity } from '../audit/audit-entry.entity.ts';

const buildSpace = () => `school-${randomUUID().slice(0, 8)}`;

const put = (as: TestActor, body: Partial<contract.SpaceTutorSettings>, ifMatch?: string) =>
  service.call(contract.putTutorSettings, {
    as,
    body: { ...defaultSpaceSettings, ...body },
    ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }),
  });

const putCourse = (as: TestActor, courseId: string, body: Partial<contract.CourseTutorSettings>, ifMatch?: string) =>
  service.call(contract.putCourseTutorSettings, {
    ...{ as, params: { courseId }, body: { ...defaultCourseSettings, ...body } },
    ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }),
  });

const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

describe('GET and PUT /chat/settings', () => {
  it('answers 200 with the defaults, then with what was put, in this space alone', async () => {
    const as = asAdmin({ space: buildSpace() });
    const first = await service.call(contract.getTutorSettings, { as });
    expect([first.status, first.body]).toEqual([200, { ...defaultSpaceSettings, version: 0 }]);
    const changed = { enabled: false, questionsPerPersonPerDay: 0, style: 'short' as const };
    const { status, body, headers } = await put(as, changed);
    expect([status, body, headers['etag']]).toEqual([200, { ...defaultSpaceSettings, ...changed, version: 1 }, '"1"']);
    expect((await service.call(contract.getTutorSettings, { as })).body).toEqual(body);
    const elsewhere = await service.call(contract.getTutorSettings, { as: asAdmin({ space: buildSpace() }) });
    expect(elsewhere.body.version).toBe(0);
  });

  it('notes who changed them', async () => {
    const as = asAdmin({ space: buildSpace() });
    await put(as, {});
    const entries = await service.rows((db) => db.find(AuditEntryEntity), as.space);
    expect(entries).toMatchObject([{ personId: as.id, action: 'settings-changed', code: null, courseId: null }]);
  });

  it('answers 412 to whoever has read another version, and one of twenty at once wins', async () => {
    const as = asAdmin({ space: buildSpace() });
    await put(as, {});
    expect(toCode(await put(as, {}, '"0"'))).toEqual([412, 'precondition.failed']);
    const answers = await Promise.all(Array.from({ length: 20 }, () => put(as, {}, '"1"')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
  });

  it.each([
    ['a mode that there is not', { modes: ['sing' as 'hint'] }],
    ['fewer than no questions', { questionsPerPersonPerDay: -1 }],
    ['no questions in a minute', { questionsPerPersonPerMinute: 0 }],
    ['too many words', { moderation: { blockedWords: Array.from({ length: 201 }, () => 'слово'), alertWords: [] } }],
    ['a word of many lines', { moderation: { blockedWords: ['а\nб'], alertWords: [] } }],
    ['instructions for the length', { style: 'ignore all' as 'long' }],
  ])('answers 400 to %s', async (_, body) => expect(toCode(await put(asAdmin(), body))).toEqual([400, 'request.invalid']));

  it('answers 403 to staff', async () => {
    expect(toCode(await put(asStaff(), {}))).toEqual([403, 'auth.forbidden']);
  });
});

describe('GET and PUT /chat/courses/:courseId/settings', () => {
  it('answers 200 with what the course says and what holds: the tighter of both', async () => {
    const space = buildSpace();
    const { courseId, learner: teacher } = await buildCourse(undefined, { space, teaches: true });
    const words = { blockedWords: ['общее'], alertWords: [] };
    await put(asAdmin({ space }), {
      ...{ modes: ['explain', 'hint'], questionsPerPersonPerDay: 50, concealPersonalData: true, moderation: words },
    });
    const first = await service.call(contract.getCourseTutorSettings, { as: teacher, params: { courseId } });
    expect(first.body).toMatchObject({ ...defaultCourseSettings, effective: { modes: ['explain', 'hint'] }, version: 0 });
    const own = {
      ...{ modes: ['hint', 'summarise'] as contract.TutorMode[], questionsPerPersonPerDay: 500, questionsPerPersonPerMinute: 2 },
      ...{ concealPersonalData: false, moderation: { blockedWords: ['своё'], alertWords: [] }, style: 'long' as const },
    };
    const { status, body, headers } = await putCourse(teacher, courseId, own, '"0"');
    expect([status, headers['etag']]).toEqual([200, '"1"']);
    expect(body).toEqual({
      ...{ ...defaultCourseSettings, ...own, version: 1 },
      effective: {
        ...{ ...defaultSpaceSettings, modes: ['hint'], questionsPerPersonPerDay: 50, questionsPerPersonPerMinute: 2 },
        ...{ concealPersonalData: true, moderation: { blockedWords: ['общее', 'своё'], alertWords: [] }, style: 'long' },
      },
    });
    expect((await service.call(contract.getCourseTutorSettings, { as: teacher, params: { courseId } })).body).toEqual(body);
    const entries = await service.rows((db) => db.findBy(AuditEntryEntity, { personId: teacher.id }), space);
    expect(entries).toMatchObject([{ action: 'settings-changed', courseId }]);
  });

  it('answers 403 to whoever only learns, 404 for a course of nobody or of another space, 503 while courses is away', async () => {
    const { courseId, learner } = await buildCourse();
    const read = (as: TestActor, id: string) => service.call(contract.getCourseTutorSettings, { as, params: { courseId: id } });
    expect(toCode(await read(learner, courseId))).toEqual([403, 'auth.forbidden']);
    expect(toCode(await putCourse(learner, courseId, {}))).toEqual([403, 'auth.forbidden']);
    expect(toCode(await read(asUser({ space: buildSpace() }), courseId))).toEqual([404, 'course.not_found']);
    expect(toCode(await putCourse(learner, learner.id, {}))).toEqual([404, 'course.not_found']);
    neighbours.status = 503;
    expect(toCode(await read(learner, courseId))).toEqual([503, 'service.unavailable']);
  });

  it('answers 412 to another version, and 400 to what is no number', async () => {
    const { courseId, learner: teacher } = await buildCourse(undefined, { teaches: true });
    expect(toCode(await putCourse(teacher, courseId, {}, '"7"'))).toEqual([412, 'precondition.failed']);
    const wrong = { questionsPerPersonPerDay: 1.5 };
    expect(toCode(await putCourse(teacher, courseId, wrong))).toEqual([400, 'request.invalid']);
  });
});
