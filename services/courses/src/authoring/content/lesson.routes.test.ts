import { deleteCourse, updateCourse } from '@lyceum/contracts/courses/course';
import {
  createLesson,
  deleteLesson,
  draftLesson,
  getDraftLesson,
  moveLesson,
  updateLesson,
} from '@lyceum/contracts/courses/draft';
import type { CompletionRule, LessonContent } from '@lyceum/contracts/courses/lesson-content';
import { asAdmin, asStaff } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { buildDraft, buildLessons, readOrder, readPositions } from '../../../test/draft-factories.ts';
import { buildCourse, buildLesson, text, unknownId, video } from '../../../test/factories.ts';

const quiz: LessonContent = {
  type: 'quiz',
  description: 'Проверим себя',
  settings: {
    ...{ questions: [], shuffle: true, timeLimitSeconds: 60, maxAttempts: 3, retryAfterSeconds: 0, wrongPercent: 0 },
    ...{ grading: 'latest', review: 'key' },
  },
};
const link: LessonContent = { type: 'link', url: 'https://example.org/', description: 'Ещё *статья*' };
const meeting: LessonContent = {
  ...{ type: 'meeting', url: 'https://meet.example.org/1', startsAt: '2026-12-01T10:00:00.000Z' },
  ...{ durationMinutes: 60, description: 'Ответы на вопросы' },
};

const wrongContents: [string, unknown, string][] = [
  ['an unknown type', { type: 'game' }, '/body/content/type'],
  [
    'two blocks with one id',
    { type: 'text', blocks: [1, 2].map(() => ({ id: 'a', type: 'markdown', text: 'А' })) },
    '/body/content/blocks',
  ],
  [
    'too many blocks',
    { type: 'text', blocks: Array.from({ length: 201 }, (_, n) => ({ id: `b${n}`, type: 'markdown', text: 'А' })) },
    '/body/content/blocks',
  ],
  [
    'an id of a block in capitals',
    { type: 'text', blocks: [{ id: 'A', type: 'markdown', text: 'А' }] },
    '/body/content/blocks/0/id',
  ],
  ['an empty block', { type: 'text', blocks: [{ id: 'a', type: 'html', html: ' ' }] }, '/body/content/blocks/0/html'],
  [
    'a block that is too long',
    { type: 'text', blocks: [{ id: 'a', type: 'code', language: '', code: 'а'.repeat(20_001) }] },
    '/body/content/blocks/0/code',
  ],
  ['a formula of two lines', { type: 'text', blocks: [{ id: 'a', type: 'formula', tex: 'x\ny' }] }, '/body/content/blocks/0/tex'],
  [
    'a table that is too long',
    { type: 'text', blocks: [{ id: 'a', type: 'table', header: ['а'], rows: Array(11).fill(['б'.repeat(1999)]) }] },
    '/body/content/blocks/0',
  ],
  [
    'a table with too many rows',
    { type: 'text', blocks: [{ id: 'a', type: 'table', header: ['а'], rows: Array(201).fill([]) }] },
    '/body/content/blocks/0/rows',
  ],
  ['a video that is a script', { ...video(), url: 'javascript:alert(1)' }, '/body/content/url'],
  ['a video without an end', { ...video(), durationSeconds: 0 }, '/body/content/durationSeconds'],
  ['a meeting on no day', { ...meeting, startsAt: '2026-02-30T10:00:00Z' }, '/body/content/startsAt'],
  [
    'a quiz that draws nothing',
    { ...quiz, settings: { questions: [{ bankId: unknownId, draw: 0 }] } },
    '/body/content/settings/questions/0/draw',
  ],
  [
    'a quiz without time',
    { ...quiz, settings: { questions: [], timeLimitSeconds: 0 } },
    '/body/content/settings/timeLimitSeconds',
  ],
];

describe('POST /courses/:courseId/lessons', () => {
  it.each<[string, LessonContent, CompletionRule, string[]]>([
    ['text', text('Типы **важны**'), { rule: 'opened', seconds: 15 }, ['<p>Типы <strong>важны</strong></p>\n']],
    ['video', video(), { rule: 'watched', percent: 90 }, ['<p>О типах.</p>\n']],
    ['link', link, { rule: 'opened', seconds: 0 }, ['<p>Ещё <em>статья</em></p>\n']],
    ['quiz', quiz, { rule: 'passed', percent: 70 }, ['<p>Проверим себя</p>\n']],
    ['meeting', meeting, { rule: 'opened', seconds: 0 }, ['<p>Ответы на вопросы</p>\n']],
  ])(
    'answers 201 to a lesson of type %s with the defaults, and 200 to a change of it',
    async (type, content, completion, shown) => {
      service.clock.set(new Date('2026-11-20T10:00:00.000Z'));
      const { author, courseId, modules } = await buildDraft();
      const [moduleId = ''] = modules;
      const request = { as: author, params: { courseId }, body: { moduleId, title: ' Урок ', content } };
      const { status, body } = await service.call(createLesson, request);
      expect([status, body]).toMatchObject([
        201,
        {
          ...{ moduleId, title: 'Урок', type, content, completion, required: true, opening: { opens: 'at-once' } },
          ...{ programTopic: null, version: 1, updatedAt: '2026-11-20T10:00:00.000Z' },
        },
      ]);
      expect(draftLesson.parse(body)).toEqual(body);
      expect(body.shown.map(({ html }: { html: string }) => html)).toEqual(shown);

      service.clock.advance(1000);
      const params = { courseId, lessonId: body.id };
      const opening = { opens: 'after', days: 3 } as const;
      const changes = { title: 'Новый', required: false, opening, content: text('Стало') };
      const changed = await service.call(updateLesson, { as: author, params, body: changes });
      service.clock.reset();
      expect([changed.status, changed.headers['etag']]).toEqual([200, '"2"']);
      const expected = { ...changes, type: 'text', completion: { rule: 'opened', seconds: 15 }, version: 2 };
      expect(changed.body).toMatchObject({ ...expected, updatedAt: '2026-11-20T10:00:01.000Z' });
      expect((await service.call(getDraftLesson, { as: asStaff(), params })).body).toEqual(changed.body);
    },
  );

  it('shows hostile markup cleaned and keeps what the author wrote', async () => {
    const { author, courseId, modules } = await buildDraft();
    const [moduleId = ''] = modules;
    const html =
      '<p onclick="x()">Да<script>alert(1)</script><a href="javascript:x()">там</a><iframe src="//e.org"></iframe></p>';
    const content: LessonContent = { type: 'text', blocks: [{ id: 'evil', type: 'html', html }] };
    const lesson = await buildLesson(author, courseId, { moduleId, content });
    expect(lesson.content).toEqual(content);
    expect(lesson.shown).toMatchObject([{ id: 'evil', html: expect.stringContaining('Да') }]);
    expect(lesson.shown[0]?.html).not.toMatch(/script|onclick|iframe|alert/);
  });

  it.each<[LessonContent['type'], LessonContent, CompletionRule, number]>([
    ['text', text(), { rule: 'opened', seconds: 5 }, 201],
    ['text', text(), { rule: 'watched', percent: 50 }, 422],
    ['text', text(), { rule: 'passed', percent: 50 }, 422],
    ['video', video(), { rule: 'watched', percent: 50 }, 201],
    ['video', video(), { rule: 'passed', percent: 50 }, 422],
    ['quiz', quiz, { rule: 'passed', percent: 100 }, 201],
    ['quiz', quiz, { rule: 'watched', percent: 100 }, 422],
    ['meeting', meeting, { rule: 'watched', percent: 1 }, 422],
    ['link', link, { rule: 'passed', percent: 1 }, 422],
  ])('takes the rule that suits the type and answers 422 to others: %s (%#)', async (_, content, completion, expected) => {
    const { author, courseId, modules } = await buildDraft();
    const body = { moduleId: modules[0] ?? '', title: 'Урок', content, completion };
    const answer = await service.call(createLesson, { as: author, params: { courseId }, body });
    expect(answer.status).toBe(expected);
    if (expected === 201) expect(answer.body.completion).toEqual(completion);
    else expect(answer.body.code).toBe('lesson.rule_unfit');
  });

  it('answers 409 to more than 500 in a course, even when they are made at once', async () => {
    const draft = await buildDraft();
    const { courseId, modules } = draft;
    const [lessonId] = await buildLessons(draft, modules[0]);
    await service.rows((db) =>
      db.query(
        `INSERT INTO lessons SELECT (jsonb_populate_record(lesson, jsonb_build_object('id', gen_random_uuid(), 'position', n))).*
         FROM lessons lesson, generate_series(1, 497) n WHERE lesson.id = $1`,
        [lessonId],
      ),
    );
    const body = { moduleId: modules[0] ?? '', title: 'Урок', content: text() };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => service.call(createLesson, { as: asAdmin(), params: { courseId }, body })),
    );
    const codes = answers.map((answer) => (answer.status === 201 ? 201 : answer.body.code));
    expect(codes.toSorted()).toEqual([201, 201, ...Array(18).fill('course.too_large')]);
    expect(await readPositions('lessons', courseId)).toEqual(Array.from({ length: 500 }, (_, index) => index));
  });

  it.each([
    ['an empty title', { title: ' ' }, '/body/title'],
    ['a module that is no id', { moduleId: '42' }, '/body/moduleId'],
    ['an unknown opening', { opening: { opens: 'never' } }, '/body/opening/opens'],
    ['an opening in no time', { opening: { opens: 'after', days: 0 } }, '/body/opening/days'],
    ['a rule above all', { completion: { rule: 'passed', percent: 101 } }, '/body/completion/percent'],
    ['no content', { content: undefined }, '/body/content'],
    ...wrongContents.map(([name, content, pointer]): [string, object, string] => [name, { content }, pointer]),
  ])('answers 400 to %s', async (_, wrong, pointer) => {
    const request = service.http.post(`/api/v1/courses/${unknownId}/lessons`);
    const body = { moduleId: unknownId, title: 'Урок', content: text(), ...wrong };
    const response = await request.set('authorization', `Bearer ${service.token(asStaff())}`).send(body);
    expect([response.status, response.body.errors]).toMatchObject([400, [{ pointer }]]);
  });

  it('answers 404 to unknown modules and to those who are no authors', async () => {
    const { author, courseId, modules } = await buildDraft();
    const body = { title: 'Урок', content: text(), moduleId: unknownId };
    const params = { courseId };
    expect((await service.call(createLesson, { as: author, params, body })).body.code).toBe('module.not_found');
    const [moduleId = ''] = modules;
    const foreign = await service.call(createLesson, { as: asStaff(), params, body: { ...body, moduleId } });
    expect(foreign.body.code).toBe('course.not_found');
    const { id: other } = await buildCourse(author);
    const lesson = await buildLesson(author, courseId, { moduleId });
    const elsewhere = { courseId: other, lessonId: lesson.id };
    expect((await service.call(getDraftLesson, { as: author, params: elsewhere })).body.code).toBe('lesson.not_found');
    // The card of the course is another thing than its lessons.
    await service.call(updateCourse, { as: author, params, body: { title: 'Карточка' } });
    expect((await service.call(getDraftLesson, { as: author, params: { courseId, lessonId: lesson.id } })).body).toEqual(lesson);
  });
});

describe('PUT /courses/:courseId/draft/lessons/:lessonId', () => {
  it('answers 422 to an unfit rule and 412 to an older version, and changes nothing', async () => {
    const draft = await buildDraft();
    const { author, courseId, modules } = draft;
    const [lessonId = ''] = await buildLessons(draft, modules[0]);
    const params = { courseId, lessonId };
    const body = { title: 'Новый', required: true, opening: { opens: 'at-once' as const }, content: video() };
    const unfit = { ...body, completion: { rule: 'passed', percent: 1 } as const };
    expect((await service.call(updateLesson, { as: author, params, body: unfit })).body.code).toBe('lesson.rule_unfit');
    const headers = { 'if-match': '"2"' };
    for (const [endpoint, input] of [
      [updateLesson, { body }],
      [deleteLesson, {}],
    ] as const)
      expect((await service.call(endpoint, { as: author, params, headers, ...input })).status).toBe(412);
    expect((await service.call(getDraftLesson, { as: author, params })).body).toMatchObject({ type: 'text', version: 1 });
  });
});

describe('POST /courses/:courseId/draft/lessons/:lessonId/move', () => {
  it('moves within a module and to another one, and answers 404 to what is not there', async () => {
    const draft = await buildDraft(2);
    const { author, courseId, modules } = draft;
    const [first = '', second = ''] = modules;
    const [a = '', b = '', c = ''] = await buildLessons(draft, first, 3);
    const [d = ''] = await buildLessons(draft, second);
    const move = (lessonId: string, moduleId: string, before: string | null) =>
      service.call(moveLesson, { as: author, params: { courseId, lessonId }, body: { moduleId, before } });
    const moves: [string, string, string | null, string[], string[]][] = [
      [c, first, a, [c, a, b], [d]],
      [c, first, c, [c, a, b], [d]],
      [c, first, null, [a, b, c], [d]],
      [a, second, d, [b, c], [a, d]],
      [c, second, null, [b], [a, d, c]],
      [b, second, d, [], [a, b, d, c]],
      [d, first, null, [d], [a, b, c]],
    ];
    for (const [lessonId, moduleId, before, ...expected] of moves) {
      const { status } = await move(lessonId, moduleId, before);
      expect([status, await readOrder(draft)]).toEqual([
        200,
        [
          [first, expected[0]],
          [second, expected[1]],
        ],
      ]);
    }
    const positions = await readPositions('lessons', courseId);
    expect(positions.toSorted()).toEqual([0, 0, 1, 2]);
    const stranger = await buildDraft();
    const refused: [string, string, string | null, string][] = [
      [unknownId, first, null, 'lesson.not_found'],
      [a, unknownId, null, 'module.not_found'],
      [a, stranger.modules[0] ?? '', null, 'module.not_found'],
      [a, first, unknownId, 'course.neighbour_not_found'],
      [a, first, b, 'course.neighbour_not_found'],
      [a, first, a, 'course.neighbour_not_found'],
    ];
    for (const [lessonId, moduleId, before, code] of refused) {
      const { status, body } = await move(lessonId, moduleId, before);
      expect([status, body.code]).toEqual([404, code]);
    }
    expect(await readOrder(draft)).toEqual([
      [first, [d]],
      [second, [a, b, c]],
    ]);
  });

  it('leaves one order without gaps after 20 moves at once, with a change and a deletion between them', async () => {
    const draft = await buildDraft(2);
    const { author, courseId, modules } = draft;
    const lessons = await buildLessons(draft, modules[0], 6);
    const [changedId = '', deletedId = ''] = lessons;
    const body = { title: 'Новый', required: true, opening: { opens: 'at-once' as const }, content: text() };
    const moves = Array.from({ length: 20 }, (_, index) => {
      const params = { courseId, lessonId: lessons[2 + (index % 4)] ?? '' };
      return service.call(moveLesson, { as: asAdmin(), params, body: { moduleId: modules[index % 2] ?? '', before: null } });
    });
    const others = [
      service.call(updateLesson, { as: author, params: { courseId, lessonId: changedId }, body }),
      service.call(deleteLesson, { as: author, params: { courseId, lessonId: deletedId } }),
    ];
    const answers = await Promise.all([...others, ...moves]);
    expect(answers.map(({ status }) => status)).toEqual([200, 204, ...Array(20).fill(200)]);
    const order = await readOrder(draft);
    const left = order.flatMap(([, ids]) => ids);
    expect(left.toSorted()).toEqual(lessons.filter((id) => id !== deletedId).toSorted());
    const counted = order.flatMap(([, ids]) => ids.map((_, index) => index));
    expect((await readPositions('lessons', courseId)).toSorted()).toEqual(counted.toSorted());
  });
});

describe('DELETE /courses/:courseId/draft/lessons/:lessonId', () => {
  it('answers 204 without leaving a gap, and goes with its course', async () => {
    const draft = await buildDraft();
    const { author, courseId, modules } = draft;
    const [a = '', b = '', c = ''] = await buildLessons(draft, modules[0], 3);
    const params = { courseId, lessonId: b };
    expect((await service.call(deleteLesson, { as: author, params, headers: { 'if-match': '"1"' } })).status).toBe(204);
    expect((await service.call(deleteLesson, { as: author, params })).body.code).toBe('lesson.not_found');
    expect(await readOrder(draft)).toEqual([[modules[0], [a, c]]]);
    expect(await readPositions('lessons', courseId)).toEqual([0, 1]);
    await service.call(deleteCourse, { as: author, params: { courseId } });
    expect(await readPositions('lessons', courseId)).toEqual([]);
  });
});
