import { deleteLesson } from '@lyceum/contracts/courses/draft';
import type { questionContent } from '@lyceum/contracts/courses/question';
import {
  createBank,
  createQuestion,
  deleteBank,
  deleteQuestion,
  exportQuestions,
  getQuestion,
  importQuestions,
  listBanks,
  listQuestions,
  updateBank,
  updateQuestion,
} from '@lyceum/contracts/courses/question-bank';
import { asAdmin, asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { service } from '../../../test/courses-service.ts';
import { buildBank, buildCourse, buildLesson, buildModule, buildQuestion, unknownId } from '../../../test/factories.ts';

type QuestionInput = z.input<typeof questionContent>;

async function build(questions: QuestionInput[] = []) {
  const author = asStaff();
  const { id: courseId } = await buildCourse(author);
  const bankId = await buildBank(author, courseId, questions);
  return { author, courseId, bankId, params: { courseId, bankId } };
}

type Place = Awaited<ReturnType<typeof build>>;

const add = ({ author, params }: Place, body: QuestionInput) => service.call(createQuestion, { as: author, params, body });

async function listPrompts({ author, params }: Place, query: z.input<typeof listQuestions.query> = {}): Promise<string[]> {
  const { status, body } = await service.call(listQuestions, { as: author, params, query });
  expect(status).toBe(200);
  const items: { content: { prompt: string } }[] = body.items;
  return items.map(({ content }) => content.prompt);
}

/** Fills a bank up to so many questions. */
const fill = ({ bankId }: Place, count: number) =>
  service.rows((db) =>
    db.query(
      `INSERT INTO questions (id, bank_id, content, version, created_at, updated_at)
       SELECT gen_random_uuid(), $1, $2, 1, now(), now() FROM generate_series(1, $3) n`,
      [bankId, JSON.stringify({ ...buildQuestion(), points: 1, feedback: '', tags: [] }), count],
    ),
  );

const option = (text: string, percent: number) => ({ text, percent });
const gap = { type: 'short-text' as const, accepted: [{ text: 'да', percent: 100 }] };
const answerings: QuestionInput['answering'][] = [
  { type: 'single', options: [option('Да', 100), option('Нет', 0), option('Может быть', -50)] },
  { type: 'multiple', options: [option('А', 33.33333), option('Б', 33.33333), option('В', 33.33333), option('Г', -100)] },
  { type: 'ordering', items: ['Первое', 'Второе', 'Третье'] },
  { type: 'matching', pairs: [1, 2].map((n) => ({ left: `${n}`, right: `Один ${n}` })), distractors: ['Ничто'] },
  {
    type: 'short-text',
    accepted: [
      { text: 'Москва', percent: 100 },
      { text: 'М*', percent: 50 },
    ],
    caseSensitive: true,
  },
  { type: 'number', accepted: [{ value: 3.14, tolerance: 0.01, percent: 100 }] },
  { type: 'cloze', gaps: [gap, { type: 'number', weight: 2, accepted: [{ value: 1, tolerance: 0, percent: 100 }] }] },
];
const cloze = { type: 'cloze', gaps: [gap] } as const;

describe('/courses/:courseId/banks', () => {
  const create = (as: TestActor, courseId: string, title: string) =>
    service.call(createBank, { as, params: { courseId }, body: { title } });

  it('answers 201, and lists banks by the alphabet with the numbers of their questions', async () => {
    const author = asStaff();
    const { id: courseId } = await buildCourse(author);
    const { status, body } = await create(author, courseId, ' Ёлки ');
    expect([status, body]).toEqual([201, { id: body.id, title: 'Ёлки', questions: 0, createdAt: expect.any(String) }]);
    for (const title of ['яблоки', 'Арбузы']) await create(author, courseId, title);
    await service.call(createQuestion, { as: author, params: { courseId, bankId: body.id }, body: buildQuestion() });
    const list = await service.call(listBanks, { as: asStaff(), params: { courseId } });
    expect(list.body.items).toMatchObject([
      { title: 'Арбузы', questions: 0 },
      { title: 'Ёлки', questions: 1 },
      { title: 'яблоки' },
    ]);
    expect((await service.call(listBanks, { as: asUser(), params: { courseId } })).body.code).toBe('course.not_found');
    expect((await create(asStaff(), courseId, 'Чужой')).body.code).toBe('course.not_found');
  });

  it('answers 200 to another title, 409 to one that is taken in the course and 400 to none', async () => {
    const place = await build([buildQuestion()]);
    const { author, courseId, params } = place;
    const rename = (title: string) => service.call(updateBank, { as: author, params, body: { title } });
    expect(await rename('Новый')).toMatchObject({ status: 200, body: { id: place.bankId, title: 'Новый', questions: 1 } });
    await create(author, courseId, 'Занят');
    for (const answer of [await create(author, courseId, 'Занят'), await rename('Занят')])
      expect([answer.status, answer.body.code]).toEqual([409, 'bank.title_taken']);
    expect((await create(author, (await buildCourse(author)).id, 'Занят')).status).toBe(201);
    for (const answer of [await create(author, courseId, ' '), await rename('а'.repeat(201))])
      expect([answer.status, answer.body.errors]).toMatchObject([400, [{ pointer: '/body/title' }]]);
  });

  it('answers 409 to more than 100 banks, even when they are made at once', async () => {
    const { courseId } = await build();
    await service.rows((db) =>
      db.query(
        "INSERT INTO question_banks (id, course_id, title, created_at) SELECT gen_random_uuid(), $1, 'Б' || n, now() FROM generate_series(1, 97) n",
        [courseId],
      ),
    );
    const admins = Array.from({ length: 20 }, () => asAdmin());
    // Opens the connections that the race needs.
    await Promise.all(admins.map((as) => service.call(listBanks, { as, params: { courseId } })));
    const answers = await Promise.all(admins.map((as, index) => create(as, courseId, `Ещё ${index}`)));
    const codes = answers.map(({ status, body }) => (status === 201 ? 201 : body.code));
    expect(codes.toSorted()).toEqual([201, 201, ...Array(18).fill('bank.full')]);
  });

  it('answers 204 to the deletion of a bank with its questions, and 409 while a quiz draws from it', async () => {
    const { author, courseId, bankId, params } = await build([buildQuestion()]);
    const moduleId = await buildModule(author, courseId);
    const content = { type: 'quiz', settings: { questions: [{ bankId, draw: null }] } } as const;
    const settings = { questions: [...content.settings.questions] };
    const { id: lessonId } = await buildLesson(author, courseId, { moduleId, content: { ...content, settings } });
    const refused = await service.call(deleteBank, { as: author, params });
    expect([refused.status, refused.body.code]).toEqual([409, 'bank.in_use']);
    await service.call(deleteLesson, { as: author, params: { courseId, lessonId } });
    expect((await service.call(deleteBank, { as: author, params })).status).toBe(204);
    expect((await service.call(deleteBank, { as: author, params })).body.code).toBe('bank.not_found');
    expect(await service.rows((db) => db.query('SELECT 1 FROM questions WHERE bank_id = $1', [bankId]))).toEqual([]);
  });
});

describe('/courses/:courseId/banks/:bankId/questions', () => {
  it.each(answerings)('keeps a question of type $type, changes and deletes it', async (answering) => {
    const place = await build();
    const { author, params } = place;
    const prompt = answering.type === 'cloze' ? 'Раз {{2}}, два {{1}}' : 'Что это?';
    const { status, body } = await add(place, { title: ' Имя ', prompt, answering, points: 2.5, tags: ['типы'] });
    expect([status, body]).toMatchObject([
      201,
      { content: { title: 'Имя', prompt, answering, points: 2.5, feedback: '' }, version: 1 },
    ]);
    const one = { as: author, params: { ...params, questionId: body.id } };
    expect((await service.call(getQuestion, one)).body).toEqual(body);
    const change = { ...one, body: buildQuestion({ prompt: 'Новый?' }), headers: { 'if-match': '"1"' } };
    const changed = await service.call(updateQuestion, change);
    expect([changed.status, changed.headers['etag'], changed.body]).toMatchObject([
      200,
      '"2"',
      { content: { prompt: 'Новый?' }, version: 2 },
    ]);
    expect((await service.call(updateQuestion, change)).body.code).toBe('precondition.failed');
    expect((await service.call(getQuestion, one)).body).toEqual(changed.body);
    expect((await service.call(deleteQuestion, one)).status).toBe(204);
    for (const endpoint of [getQuestion, deleteQuestion])
      expect((await service.call(endpoint, one)).body.code).toBe('question.not_found');
  });

  it.each<[string, object, string]>([
    ['an empty prompt', { prompt: '' }, '/prompt'],
    ['points below none', { points: -1 }, '/points'],
    ['an empty tag', { tags: [''] }, '/tags/0'],
    ['an unknown type', { answering: { type: 'essay' } }, '/answering/type'],
    ['one option', { answering: { type: 'single', options: [option('А', 100)] } }, '/answering/options'],
    [
      'no option that is right',
      { answering: { type: 'single', options: [option('А', 99), option('Б', 0)] } },
      '/answering/options',
    ],
    [
      'options that do not add up',
      { answering: { type: 'multiple', options: [option('А', 50), option('Б', 51)] } },
      '/answering/options',
    ],
    [
      'more than all points',
      { answering: { type: 'single', options: [option('А', 100), option('Б', 101)] } },
      '/answering/options/1/percent',
    ],
    ['one item in order', { answering: { type: 'ordering', items: ['А'] } }, '/answering/items'],
    ['one pair', { answering: { type: 'matching', pairs: [{ left: 'А', right: 'Б' }] } }, '/answering/pairs'],
    [
      'no text that is right',
      { answering: { type: 'short-text', accepted: [{ text: 'А', percent: 50 }] } },
      '/answering/accepted',
    ],
    [
      'a tolerance below none',
      { answering: { type: 'number', accepted: [{ value: 1, tolerance: -1, percent: 100 }] } },
      '/answering/accepted/0/tolerance',
    ],
    [
      'no number that is right',
      { answering: { type: 'number', accepted: [{ value: 1, tolerance: 1, percent: 0 }] } },
      '/answering/accepted',
    ],
    ['a cloze without its gap', { answering: cloze }, '/prompt'],
    ['a cloze with a gap twice', { answering: cloze, prompt: '{{1}} {{1}}' }, '/prompt'],
    ['a cloze with a gap too many', { answering: cloze, prompt: '{{1}} {{2}}' }, '/prompt'],
    [
      'a gap that cannot be right',
      { answering: { type: 'cloze', gaps: [{ ...gap, accepted: [{ text: 'А', percent: 1 }] }] }, prompt: '{{1}}' },
      '/answering/gaps/0/accepted',
    ],
  ])('answers 400 to %s, to a new question and to a change', async (_, wrong, pointer) => {
    const address = `/api/v1/courses/${unknownId}/banks/${unknownId}/questions`;
    const authorization = `Bearer ${service.token(asStaff())}`;
    for (const request of [service.http.post(address), service.http.put(`${address}/${unknownId}`)]) {
      const { status, body } = await request.set('authorization', authorization).send({ ...buildQuestion(), ...wrong });
      expect([status, body.errors]).toMatchObject([400, [{ pointer: `/body${pointer}` }]]);
    }
  });

  it('lists them as they were made, by tag, by type and by both, over all pages', async () => {
    const number: QuestionInput['answering'] = { type: 'number', accepted: [{ value: 1, tolerance: 0, percent: 100 }] };
    const place = await build([
      buildQuestion({ prompt: 'А', tags: ['типы', 'легко'] }),
      buildQuestion({ prompt: 'Б', answering: number, tags: ['типы'] }),
      buildQuestion({ prompt: 'В', answering: number }),
    ]);
    expect(await listPrompts(place)).toEqual(['А', 'Б', 'В']);
    expect(await listPrompts(place, { tag: 'типы' })).toEqual(['А', 'Б']);
    expect(await listPrompts(place, { tag: 'тип' })).toEqual([]);
    expect(await listPrompts(place, { type: 'number' })).toEqual(['Б', 'В']);
    expect(await listPrompts(place, { type: 'number', tag: 'типы' })).toEqual(['Б']);
    const request = { as: place.author, params: place.params };
    const { body } = await service.call(listQuestions, { ...request, query: { limit: 2 } });
    expect(await listPrompts(place, { limit: 2, cursor: body.nextCursor })).toEqual(['В']);
    expect((await service.call(listQuestions, { ...request, as: asUser() })).body.code).toBe('course.not_found');
    const wrong = await service.call(listQuestions, { ...request, query: { cursor: 'abc' } });
    expect([wrong.status, wrong.body.errors]).toMatchObject([400, [{ pointer: '/query/cursor' }]]);
  });

  it('answers 409 to more than 1,000 in a bank, even when they are made at once', async () => {
    const place = await build();
    await fill(place, 998);
    const answers = await Promise.all(Array.from({ length: 20 }, () => add({ ...place, author: asAdmin() }, buildQuestion())));
    const codes = answers.map(({ status, body }) => (status === 201 ? 201 : body.code));
    expect(codes.toSorted()).toEqual([201, 201, ...Array(18).fill('bank.full')]);
  });
});

const xml =
  '<?xml version="1.0"?><quiz><question type="shortanswer"><questiontext><text>Столица</text></questiontext><answer fraction="100"><text>Москва</text></answer></question></quiz>';
const qti = `<?xml version="1.0"?><assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="a" title="Столица" adaptive="false" timeDependent="false">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"><correctResponse><value>A</value></correctResponse></responseDeclaration>
<itemBody><choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Столица</prompt><simpleChoice identifier="A">Москва</simpleChoice><simpleChoice identifier="B">Тверь</simpleChoice></choiceInteraction></itemBody>
<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/></assessmentItem>`;

type Format = z.input<typeof importQuestions.body>['format'];

const take = ({ author, params }: Place, format: Format, text: string | Buffer, dryRun = false, locale = author.locale) =>
  service.call(importQuestions, {
    as: { ...author, locale },
    params,
    body: { format, file: Buffer.from(text).toString('base64'), dryRun },
  });

describe('POST /courses/:courseId/banks/:bankId/import', () => {
  it.each<[Format, string]>([
    ['gift', 'Столица {=Москва}'],
    ['aiken', 'Столица\nA. Москва\nB. Тверь\nANSWER: A\n'],
    ['moodle-xml', xml],
    ['qti', qti],
  ])('adds the questions of a file of %s, and none in a dry run', async (format, file) => {
    const place = await build([buildQuestion({ prompt: 'Первый' })]);
    for (const dryRun of [true, false]) {
      const { status, body } = await take(place, format, file, dryRun);
      expect([status, body]).toEqual([200, { imported: 1, findings: [] }]);
      expect(await listPrompts(place)).toEqual(dryRun ? ['Первый'] : ['Первый', 'Столица']);
    }
  });

  it('keeps the order of the file, and tells what is lost in the language of the reader', async () => {
    const place = await build();
    const prompts = Array.from({ length: 20 }, (_, index) => `Вопрос ${20 - index}`);
    const file = [...prompts.map((prompt) => `${prompt} {=да}`), 'Сочинение {}'].join('\n\n');
    const english = await take(place, 'gift', file, true);
    const russian = await take(place, 'gift', file, false, 'ru');
    expect(english.body).toMatchObject({
      imported: 20,
      findings: [{ severity: 'lost', message: expect.stringMatching(/^[A-Z][^а-я]+$/) }],
    });
    expect(russian.body).toMatchObject({
      imported: 20,
      findings: [{ severity: 'lost', message: expect.stringMatching(/^[А-Я][^a-z]+$/) }],
    });
    expect(await listPrompts(place)).toEqual(prompts);
  });

  it('answers 422 to a file that cannot be read, says why and changes nothing', async () => {
    const place = await build();
    const { status, body } = await take(place, 'moodle-xml', '<quiz>', false, 'ru');
    expect([status, body.code, body.detail]).toEqual([422, 'question.file_unreadable', expect.stringMatching(/[а-я]/)]);
    expect((await take(place, 'gift', Buffer.from([0x50, 0x4b, 3, 4, 0]))).status).toBe(422);
    expect(await listPrompts(place)).toEqual([]);
  });

  it('answers 409 to more than the bank holds, also in a dry run, and adds none', async () => {
    const place = await build();
    await fill(place, 999);
    for (const dryRun of [true, false]) {
      const { status, body } = await take(place, 'gift', 'А {=а}\n\nБ {=б}', dryRun);
      expect([status, body.code]).toEqual([409, 'bank.full']);
    }
    expect((await take(place, 'gift', 'А {=а}')).body.imported).toBe(1);
  });

  it.each([
    ['an unknown format', { format: 'word' }, '/body/format'],
    ['a file that is not base64', { file: 'Столица' }, '/body/file'],
    ['a file that is too long', { file: 'A'.repeat(990_004) }, '/body/file'],
    ['a dry run in words', { dryRun: 'yes' }, '/body/dryRun'],
  ])('answers 400 to %s', async (_, wrong, pointer) => {
    const request = service.http.post(`/api/v1/courses/${unknownId}/banks/${unknownId}/import`);
    const authorization = `Bearer ${service.token(asStaff())}`;
    const { status, body } = await request.set('authorization', authorization).send({ format: 'gift', file: 'AAAA', ...wrong });
    expect([status, body.errors]).toMatchObject([400, [{ pointer }]]);
  });

  it('answers 404 to staff who are no authors, before the file is read', async () => {
    const place = await build();
    const { status, body } = await take({ ...place, author: asStaff() }, 'moodle-xml', '<quiz>');
    expect([status, body.code]).toEqual([404, 'course.not_found']);
  });
});

describe('GET /courses/:courseId/banks/:bankId/export', () => {
  it.each([
    ['gift', 5],
    ['moodle-xml', 7],
  ] as const)('answers 200 with a file of %s, of which %i types of questions are read back', async (format, count) => {
    const prompts = answerings.map(({ type }) => (type === 'cloze' ? 'Раз {{1}} и {{2}}' : `Вопрос *${type}*`));
    const place = await build(answerings.map((answering, index) => buildQuestion({ prompt: prompts[index] ?? '', answering })));
    const { status, body } = await service.call(exportQuestions, { as: asStaff(), params: place.params, query: { format } });
    expect(status).toBe(200);
    const findings: { place: string; severity: string }[] = body.findings;
    const lost = findings.filter(({ severity }) => severity === 'lost').map((finding) => Number.parseInt(finding.place, 10));
    const copy = await build();
    expect((await take(copy, format, body.file)).body).toEqual({ imported: count, findings: [] });
    expect(await listPrompts(copy)).toEqual(prompts.filter((_, index) => !lost.includes(index + 1)));
  });

  it('tells what the format cannot hold in the language of the reader, and answers 400 to what is no format', async () => {
    const [, , ordering] = answerings;
    const { author, params } = await build([buildQuestion(ordering && { answering: ordering })]);
    const query = { format: 'gift' } as const;
    const { body } = await service.call(exportQuestions, { as: { ...author, locale: 'ru' }, params, query });
    expect(body.findings).toMatchObject([{ severity: 'lost', message: expect.stringMatching(/^[А-Я]/) }]);
    const request = service.http.get(`/api/v1/courses/${params.courseId}/banks/${params.bankId}/export?format=qti`);
    const wrong = await request.set('authorization', `Bearer ${service.token(author)}`);
    expect([wrong.status, wrong.body.errors]).toMatchObject([400, [{ pointer: '/query/format' }]]);
  });
});
