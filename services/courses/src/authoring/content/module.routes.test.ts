import { createLesson, createModule, deleteModule, getDraft, moveModule, updateModule } from '@lyceum/contracts/courses/draft';
import { asAdmin, asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { buildDraft, buildLessons, readOrder, readPositions } from '../../../test/draft-factories.ts';
import { text, unknownId } from '../../../test/factories.ts';

const addModule = (as: TestActor, courseId: string, title: string) =>
  service.call(createModule, { as, params: { courseId }, body: { title } });

describe('GET /courses/:courseId/draft', () => {
  it('answers 200 to authors and staff and 404 to others, and lets authors and administrators alone change it', async () => {
    const { author, courseId } = await buildDraft();
    for (const as of [author, asStaff(), asAdmin()])
      expect((await service.call(getDraft, { as, params: { courseId } })).status).toBe(200);
    expect((await service.call(getDraft, { as: asUser(), params: { courseId } })).body.code).toBe('course.not_found');
    expect((await addModule(asStaff(), courseId, 'Чужой')).body.code).toBe('course.not_found');
    expect((await addModule(asAdmin(), courseId, 'Исправленный')).status).toBe(201);
  });
});

describe('POST /courses/:courseId/modules', () => {
  it('answers 201 with a module at the end, and 200 to a change of it', async () => {
    const { author, courseId, modules } = await buildDraft();
    const { status, body } = await addModule(author, courseId, ' Обобщения ');
    expect([status, body]).toEqual([201, { id: expect.any(String), title: 'Обобщения', summary: '', lessons: [] }]);
    const [lessonId] = await buildLessons({ author, courseId, modules }, body.id);
    const changes = { title: 'Условные типы', summary: 'О выводе' };
    const changed = await service.call(updateModule, { as: author, params: { courseId, moduleId: body.id }, body: changes });
    expect([changed.status, changed.body]).toMatchObject([200, { id: body.id, ...changes, lessons: [{ id: lessonId }] }]);
    expect(await readOrder({ author, courseId, modules })).toEqual([
      [modules[0], []],
      [body.id, [lessonId]],
    ]);
  });

  it('answers 409 to more than 100, even when they are made at once', async () => {
    const { courseId } = await buildDraft();
    await service.rows((db) =>
      db.query(
        "INSERT INTO course_modules (id, course_id, title, summary, position) SELECT gen_random_uuid(), $1, 'М', '', n FROM generate_series(1, 97) n",
        [courseId],
      ),
    );
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => addModule(asAdmin(), courseId, `${index}`)));
    const codes = answers.map(({ status, body }) => (status === 201 ? 201 : body.code));
    expect(codes.toSorted()).toEqual([201, 201, ...Array(18).fill('course.too_large')]);
    expect(await readPositions('course_modules', courseId)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });

  it.each([
    ['an empty title', { title: '' }, '/body/title'],
    ['a title that is too long', { title: 'а'.repeat(201) }, '/body/title'],
    ['a summary that is too long', { title: 'А', summary: 'а'.repeat(4001) }, '/body/summary'],
    ['a place', { title: 'А', position: 0 }, '/body'],
  ])('answers 400 to %s', async (_, body, pointer) => {
    const { author, courseId } = await buildDraft(0);
    const request = service.http
      .post(`/api/v1/courses/${courseId}/modules`)
      .set('authorization', `Bearer ${service.token(author)}`);
    const response = await request.send(body);
    expect([response.status, response.body.errors]).toMatchObject([400, [{ pointer }]]);
  });
});

describe('POST /courses/:courseId/modules/:moduleId/move', () => {
  it('puts it before another one, before itself and to the end, and answers 404 to an unknown neighbour', async () => {
    const draft = await buildDraft(3);
    const { author, courseId, modules } = draft;
    const [a = '', b = '', c = ''] = modules;
    const moves: [string, string | null, string[]][] = [
      [c, a, [c, a, b]],
      [c, c, [c, a, b]],
      [c, null, [a, b, c]],
      [a, c, [b, a, c]],
      [c, null, [b, a, c]],
    ];
    for (const [moduleId, before, expected] of moves) {
      const answer = await service.call(moveModule, { as: author, params: { courseId, moduleId }, body: { before } });
      expect([answer.status, answer.body.modules.map(({ id }: { id: string }) => id)]).toEqual([200, expected]);
      expect((await readOrder(draft)).map(([id]) => id)).toEqual(expected);
    }
    const stranger = (await buildDraft()).modules[0] ?? '';
    for (const before of [unknownId, stranger]) {
      const { status, body } = await service.call(moveModule, {
        as: author,
        params: { courseId, moduleId: a },
        body: { before },
      });
      expect([status, body.code]).toEqual([404, 'course.neighbour_not_found']);
    }
  });

  it('leaves one order without gaps after 20 moves at once', async () => {
    const draft = await buildDraft(5);
    const { courseId, modules } = draft;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const params = { courseId, moduleId: modules[index % 5] ?? '' };
        return service.call(moveModule, { as: asAdmin(), params, body: { before: modules[(index * 3 + 1) % 5] ?? null } });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect((await readOrder(draft)).map(([id]) => id).toSorted()).toEqual(modules.toSorted());
    expect(await readPositions('course_modules', courseId)).toEqual([0, 1, 2, 3, 4]);
  });

  it('keeps both of two moves at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const draft = await buildDraft(5);
      const { courseId, modules } = draft;
      const [a = '', b = '', c = '', d = '', e = ''] = modules;
      const move = (moduleId: string, before: string | null) =>
        service.call(moveModule, { as: asAdmin(), params: { courseId, moduleId }, body: { before } });
      await Promise.all([move(a, null), move(e, b)]);
      expect((await readOrder(draft)).map(([id]) => id)).toEqual([e, b, c, d, a]);
    }
  });
});

describe('DELETE /courses/:courseId/modules/:moduleId', () => {
  it('answers 204 to an empty module and leaves no gap, and 409 to one with lessons', async () => {
    const draft = await buildDraft(3);
    const { author, courseId, modules } = draft;
    const [a = '', b = '', c = ''] = modules;
    const remove = (moduleId: string) => service.call(deleteModule, { as: author, params: { courseId, moduleId } });
    const [lessonId = ''] = await buildLessons(draft, a);
    const refused = await remove(a);
    expect([refused.status, refused.body.code]).toEqual([409, 'module.not_empty']);
    expect((await remove(b)).status).toBe(204);
    expect((await remove(b)).body.code).toBe('module.not_found');
    expect(await readOrder(draft)).toEqual([
      [a, [lessonId]],
      [c, []],
    ]);
    expect(await readPositions('course_modules', courseId)).toEqual([0, 1]);
  });

  it('deletes the module or takes a lesson, not both, when it happens at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { author, courseId, modules } = await buildDraft();
      const [moduleId = ''] = modules;
      const body = { moduleId, title: 'Урок', content: text() };
      const [removed, created] = await Promise.all([
        service.call(deleteModule, { as: author, params: { courseId, moduleId } }),
        service.call(createLesson, { as: author, params: { courseId }, body }),
      ]);
      expect([
        [204, 404],
        [409, 201],
      ]).toContainEqual([removed.status, created.status]);
    }
  });
});
