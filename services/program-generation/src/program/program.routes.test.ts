import { patchDocument } from '@lyceum/contracts/program-generation/editing';
import { exportProgram } from '@lyceum/contracts/program-generation/export';
import {
  createProgram,
  deleteProgram,
  duplicateProgram,
  getProgram,
  listPrograms,
  type Program,
  program as programContract,
  programListItem,
} from '@lyceum/contracts/program-generation/program';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { approveProgram, archiveProgram, submitProgram } from '@lyceum/contracts/program-generation/review';
import { listTemplates } from '@lyceum/contracts/program-generation/template';
import { listVersions } from '@lyceum/contracts/program-generation/version';
import { asAdmin, asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { buildProgramRequest, buildReadyProgram, buildWaitingProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';
import { deleteFiles } from '../files/delete-files.job.ts';
import { generateProgram } from '../generation/queue-generation.ts';

const address = '/api/v1/programs';
const unknownId = '01935e1c-0000-7000-8000-000000000000';
const getIds = (body: { items: { id: string }[] }) => body.items.map(({ id }) => id);
const get = (as: TestActor, programId: string) => service.call(getProgram, { as, params: { programId } });

type ListQuery = z.input<typeof listPrograms.query>;

async function list(as: TestActor, query: ListQuery = {}): Promise<string[]> {
  const { status, body } = await service.call(listPrograms, { as, query });
  expect(status).toBe(200);
  return getIds(body);
}

/** What all pages list, one after the other. */
async function listAll(as: TestActor, query: ListQuery): Promise<string[]> {
  const { body } = await service.call(listPrograms, { as, query });
  const cursor: string | null = body.nextCursor;
  return [...getIds(body), ...(cursor === null ? [] : await listAll(as, { ...query, cursor }))];
}

async function approve(owner: TestActor, programId: string): Promise<Program> {
  await service.call(submitProgram, { as: owner, params: { programId } });
  const { status, body } = await service.call(approveProgram, { as: asStaff({ space: owner.space }), params: { programId } });
  expect(status).toBe(200);
  return body;
}

describe('POST /programs', () => {
  it('answers 202 with a queued programme and queues its generation', async () => {
    service.clock.set(new Date('2026-11-20T10:00:01.500Z'));
    const owner = asUser();
    const request = { ...buildProgramRequest(), title: 'Основы Python' };
    const response = await service.call(createProgram, { as: owner, body: { ...request, title: '  Основы Python ' } });
    service.clock.reset();
    expect(response.status).toBe(202);
    expect(response.headers['etag']).toBe('"1"');
    const { title, kind, audience, level, hours, language } = request;
    expect(response.body).toEqual({
      ...{ title, kind, audience, level, hours, language, request },
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      ownerId: owner.id,
      status: 'draft',
      generation: { state: 'queued', progress: 0, step: null, failure: null, models: [], tokens: 0 },
      errors: 0,
      warnings: 0,
      document: null,
      documentVersion: 0,
      findings: [],
      locks: [],
      approval: null,
      createdAt: '2026-11-20T10:00:01.500Z',
      updatedAt: '2026-11-20T10:00:01.500Z',
      version: 1,
    });
    const jobs = (await service.outbox(generateProgram.name)).filter(({ payload }) => payload['programId'] === response.body.id);
    expect(jobs).toMatchObject([{ kind: 'job', space: 'main' }]);
  });

  it('fills in what the order leaves out', async () => {
    const { title, kind, audience, level, hours, topics, language } = buildProgramRequest();
    const order = { title, kind, audience, level, hours, topics, language };
    const { status, body } = await service.call(createProgram, { as: asUser(), body: order });
    expect(status).toBe(202);
    expect(body.request).toEqual(buildProgramRequest());
  });

  it.each([
    ['professional-development', 16],
    ['professional-retraining', 250],
  ] as const)('answers 422 to %s below %i hours, says so in both languages and queues nothing', async (kind, minimum) => {
    const queued = await service.outbox();
    const body = buildProgramRequest({ kind, hours: minimum - 1 });
    const english = await service.call(createProgram, { as: asUser(), body });
    const russian = await service.call(createProgram, { as: asUser({ locale: 'ru' }), body });
    expect([english.status, russian.status]).toEqual([422, 422]);
    expect(english.body).toMatchObject({
      code: 'program.too_few_hours',
      title: 'A programme of this kind needs more hours',
      detail: `At least ${minimum} academic hours are needed.`,
      errors: [{ pointer: '/body/hours' }],
    });
    expect(russian.body).toMatchObject({
      title: 'Для программы этого вида часов недостаточно',
      detail: `Требуется не менее ${minimum} академических часов.`,
    });
    expect(await service.outbox()).toEqual(queued);
    expect((await service.call(createProgram, { as: asUser(), body: { ...body, hours: minimum } })).status).toBe(202);
  });

  it('makes one programme of a request that is sent again with the same Idempotency-Key', async () => {
    const owner = asUser();
    const order = { as: owner, body: buildProgramRequest(), headers: { 'idempotency-key': 'order-1' } };
    const first = await service.call(createProgram, order);
    const second = await service.call(createProgram, order);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body).toEqual(first.body);
    expect(await list(owner)).toEqual([first.body.id]);
    const other = await service.call(createProgram, { ...order, body: buildProgramRequest({ hours: 100 }) });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency.key_reused']);
  });

  it.each([
    ['a title that is too short', { title: ' a ' }, '/body/title'],
    ['a title with U+0000', { title: 'abc\u0000' }, '/body/title'],
    ['an unknown kind', { kind: 'degree' }, '/body/kind'],
    ['no audience', { audience: '' }, '/body/audience'],
    ['an unknown level', { level: 'expert' }, '/body/level'],
    ['too few hours for any programme', { hours: 3 }, '/body/hours'],
    ['too many hours', { hours: 2001 }, '/body/hours'],
    ['half an hour', { hours: 72.5 }, '/body/hours'],
    ['hours in words', { hours: '72' }, '/body/hours'],
    ['no topics', { topics: [] }, '/body/topics'],
    ['too many topics', { topics: Array.from({ length: 61 }, () => 'x') }, '/body/topics'],
    ['an empty topic', { topics: ['a', ' '] }, '/body/topics/1'],
    ['a language we do not speak', { language: 'de' }, '/body/language'],
    ['a standard without its number', { standards: [{ code: '6', title: 'Программист' }] }, '/body/standards/0/code'],
    ['retraining to nothing', { kind: 'professional-retraining', hours: 250 }, '/body/qualification'],
    ['credits that are not of 36 hours', { credits: 3 }, '/body/credits'],
    ['more hours a week than are allowed', { weeklyLimit: 55 }, '/body/weeklyLimit'],
    ['an attachment that is no id', { attachments: ['42'] }, '/body/attachments/0'],
  ])('answers 400 to %s and says where', async (_, wrong, pointer) => {
    const response = await service.http
      .post(address)
      .set('authorization', `Bearer ${service.token(asUser())}`)
      .send({ ...buildProgramRequest(), ...wrong });
    expect([response.status, response.body.code]).toEqual([400, 'request.invalid']);
    expect(response.body.errors).toMatchObject([{ pointer }]);
  });
});

describe('GET /programs/:programId', () => {
  it('answers 200 with the document, its findings and its version once it is generated', async () => {
    const owner = asUser();
    const { id } = await buildReadyProgram(service, owner);
    const { status, body, headers } = await get(owner, id);
    expect(status).toBe(200);
    expect(programContract.parse(body)).toEqual(body);
    expect(body).toMatchObject({ id, status: 'draft', documentVersion: 1, errors: 0, locks: [], approval: null });
    expect(body.generation).toEqual({ state: 'ready', progress: 100, step: null, failure: null, models: [], tokens: 0 });
    expect(body.document).toMatchObject({ title: 'Разработка на TypeScript', hours: 72 });
    expect(body.document.notice).toContain('без использования языковой модели');
    expect(body.findings).toHaveLength(body.warnings);
    expect(body.version).toBeGreaterThan(1);
    expect(headers['etag']).toBe(`"${body.version}"`);
  });

  it('answers 304 without a body to a caller who has this version', async () => {
    const owner = asUser();
    const { id } = await buildWaitingProgram(service, owner);
    const headers = { 'if-none-match': '"1"' };
    const response = await service.call(getProgram, { as: owner, params: { programId: id }, headers });
    expect(response.status).toBe(304);
    expect(response.text).toBe('');
  });

  it('answers 200 to staff and administrators of the space', async () => {
    const { id } = await buildWaitingProgram(service, asUser());
    for (const reader of [asStaff(), asAdmin()]) {
      const { status, body } = await get(reader, id);
      expect([status, body.id]).toEqual([200, id]);
    }
  });
});

describe('GET /programs', () => {
  it('answers 200 with the own programmes, newest first and without their documents', async () => {
    const owner = asUser();
    const first = await buildReadyProgram(service, owner);
    const second = await buildWaitingProgram(service, owner);
    await buildWaitingProgram(service, asUser());
    const { status, body } = await service.call(listPrograms, { as: owner });
    expect(status).toBe(200);
    expect(getIds(body)).toEqual([second.id, first.id]);
    expect(body.nextCursor).toBeNull();
    expect(Object.keys(body.items[1]).sort()).toEqual(Object.keys(programListItem.shape).sort());
  });

  it('pages through all of them while new ones are ordered', async () => {
    const owner = asUser();
    const ordered: string[] = [];
    for (let count = 0; count < 5; count += 1) ordered.unshift((await buildWaitingProgram(service, owner)).id);
    const first = await service.call(listPrograms, { as: owner, query: { limit: 2 } });
    await buildWaitingProgram(service, owner);
    const second = await service.call(listPrograms, { as: owner, query: { limit: 2, cursor: first.body.nextCursor } });
    const third = await service.call(listPrograms, { as: owner, query: { limit: 2, cursor: second.body.nextCursor } });
    expect([...getIds(first.body), ...getIds(second.body), ...getIds(third.body)]).toEqual(ordered);
    expect(third.body.nextCursor).toBeNull();
  });

  it('shows staff all programmes of their space and none of another, and others their own alone', async () => {
    const teacher = asUser({ space: 'list-a' });
    const one = await buildWaitingProgram(service, teacher);
    const two = await buildWaitingProgram(service, asUser({ space: 'list-a' }));
    const elsewhere = await buildWaitingProgram(service, asUser({ space: 'list-b' }));
    expect(await list(asStaff({ space: 'list-a' }))).toEqual([two.id, one.id]);
    expect(await list(asStaff({ space: 'list-b' }))).toEqual([elsewhere.id]);
    expect(await list(teacher)).toEqual([one.id]);
    expect(await list(teacher, { ownerId: two.ownerId })).toEqual([]);
    expect(await list({ ...teacher, space: 'list-b' })).toEqual([]);
  });

  it('keeps to what every filter asks for, and to all of them together', async () => {
    const space = 'filters';
    const staff = asStaff({ space });
    const teacher = asUser({ space });
    const build = (owner: TestActor, order: Partial<ProgramRequest>) => buildWaitingProgram(service, owner, order);
    const short = await build(teacher, { kind: 'course-plan', hours: 8, level: 'beginner' });
    const english = await build(teacher, { kind: 'discipline', hours: 40, language: 'en' });
    const long = await build(asUser({ space }), { kind: 'discipline', hours: 120, level: 'advanced' });
    const ready = await buildReadyProgram(service, asUser({ space }), { kind: 'discipline', hours: 72 });
    await service.call(archiveProgram, { as: teacher, params: { programId: short.id } });

    const expected: [ListQuery, Program[]][] = [
      [{ kind: 'course-plan' }, [short]],
      [{ kind: 'discipline' }, [ready, long, english]],
      [{ level: 'advanced' }, [long]],
      [{ language: 'en' }, [english]],
      [{ language: 'ru' }, [ready, long, short]],
      [{ status: 'archived' }, [short]],
      [{ status: 'draft' }, [ready, long, english]],
      [{ status: 'approved' }, []],
      [{ generation: 'ready' }, [ready]],
      [{ generation: 'queued' }, [long, english, short]],
      [{ ownerId: teacher.id }, [english, short]],
      [{ hoursFrom: 72 }, [ready, long]],
      [{ hoursTo: 40 }, [english, short]],
      [{ hoursFrom: 40, hoursTo: 72 }, [ready, english]],
      [{ kind: 'discipline', generation: 'queued', hoursTo: 119, language: 'en', ownerId: teacher.id }, [english]],
    ];
    for (const [query, programs] of expected)
      expect([query, await list(staff, query)]).toEqual([query, programs.map(({ id }) => id)]);
    expect(await list(teacher, { kind: 'discipline' })).toEqual([english.id]);
  });

  it.each(['createdAt', 'updatedAt', 'title', 'hours'] as const)(
    'sorts by %s in both directions, over all pages',
    async (column) => {
      const owner = asUser();
      const orders = [
        { title: 'Геометрия', hours: 40, at: '2026-11-20T10:00:00Z' },
        { title: 'Алгебра', hours: 72, at: '2026-11-20T10:00:02Z' },
        { title: 'Химия', hours: 16, at: '2026-11-20T10:00:01Z' },
        { title: 'Алгебра', hours: 40, at: '2026-11-20T10:00:01Z' },
        { title: 'Биология', hours: 108, at: '2026-11-20T10:00:03Z' },
      ];
      for (const { at, ...order } of orders) {
        service.clock.set(new Date(at));
        const { id } = await buildWaitingProgram(service, owner, order);
        // The later it was ordered, the earlier it is changed.
        service.clock.set(new Date(Date.parse('2026-11-20T12:00:00Z') - Date.parse(at) + Date.parse('2026-11-20T10:00:00Z')));
        await service.call(archiveProgram, { as: owner, params: { programId: id } });
      }
      service.clock.reset();
      const { body } = await service.call(listPrograms, { as: owner });
      const programs: Program[] = body.items;
      const ascending = programs.toSorted((a, b) => compare(a[column], b[column]) || compare(a.id, b.id)).map(({ id }) => id);
      expect(await listAll(owner, { sort: column, limit: 2 })).toEqual(ascending);
      expect(await listAll(owner, { sort: `-${column}`, limit: 2 })).toEqual(ascending.toReversed());
    },
  );

  it.each([
    ['a cursor that was not made here', 'cursor=abc'],
    ['a limit of nothing', 'limit=0'],
    ['a limit that is too high', 'limit=101'],
    ['an unknown status', 'status=lost'],
    ['an unknown state', 'generation=lost'],
    ['an unknown kind', 'kind=degree'],
    ['an unknown order', 'sort=status'],
    ['hours that are no number', 'hoursFrom=many'],
    ['hours that no programme has', 'hoursTo=9999999999'],
    ['words of nothing', 'q='],
    ['an owner that is no id', 'ownerId=me'],
    ['a query it does not know', 'owner=me'],
  ])('answers 400 to %s', async (_, query) => {
    const response = await service.http.get(`${address}?${query}`).set('authorization', `Bearer ${service.token(asUser())}`);
    expect([response.status, response.body.code]).toEqual([400, 'request.invalid']);
  });

  it('takes a cursor of its own order, and answers 400 to one of another order or of another list', async () => {
    const owner = asUser();
    for (const title of ['А'.repeat(300), 'Химия']) await buildWaitingProgram(service, owner, { title });
    const sorts = listPrograms.query.shape.sort.unwrap().options;
    for (const sort of sorts) {
      const { body } = await service.call(listPrograms, { as: owner, query: { sort, limit: 1 } });
      const cursor: string = body.nextCursor;
      const answers = sorts.map(async (other) => {
        const answer = await service.call(listPrograms, { as: owner, query: { sort: other, cursor } });
        return [other, answer.status, answer.body.errors?.[0]?.pointer];
      });
      const expected = sorts.map((other) => (other === sort ? [other, 200, undefined] : [other, 400, '/query/cursor']));
      expect(await Promise.all(answers)).toEqual(expected);
      const templates = await service.call(listTemplates, { as: owner, query: { cursor } });
      expect([templates.status, templates.body.errors?.[0]?.pointer]).toEqual([400, '/query/cursor']);
    }
  });
});

describe('GET /programs?q=', () => {
  const owner = asUser({ space: 'search' });
  let databases = '';
  let testing = '';

  beforeAll(async () => {
    const russian = { title: 'Проектирование баз данных', audience: 'аналитики', topics: ['Нормальные формы', 'Индексы'] };
    const english: Partial<ProgramRequest> = {
      title: 'Testing web services',
      audience: 'engineers',
      topics: ['Contracts', 'Load'],
      language: 'en',
    };
    databases = (await buildWaitingProgram(service, owner, russian)).id;
    testing = (await buildWaitingProgram(service, owner, english)).id;
    await buildWaitingProgram(service, asUser({ space: owner.space }), russian);
  });

  it.each([
    ['a Russian word in another form', 'базы', () => [databases]],
    ['Russian words in any order', 'данные проектирования', () => [databases]],
    ['an English word in another form', 'service tested', () => [testing]],
    ['words of the audience', 'аналитика', () => [databases]],
    ['words of the topics', 'индексом', () => [databases]],
    ['a quoted phrase', '"баз данных"', () => [databases]],
    ['a quoted phrase in another order', '"данных баз"', () => []],
    ['one word or another', 'индекс or contract', () => [testing, databases]],
    ['a word without another', 'аналитик -индексы', () => []],
    ['words that are not all there', 'базы контракты', () => []],
    ['marks alone', '"\' & | ! :*', () => []],
  ])('finds by %s: %s', async (_, q, expected) => {
    expect(await list(owner, { q })).toEqual(expected());
  });

  it('finds what the document says once it is there, and no longer what it said before', async () => {
    const program = await buildReadyProgram(service, owner, { audience: 'лаборанты', topics: ['Кислоты', 'Щёлочи'] });
    expect(await list(owner, { q: 'кислота лаборант' })).toEqual([program.id]);
    const operations = ['/audience', '/aim'].map((path) => ({ op: 'replace', path, value: 'Для провизоров' }) as const);
    await service.call(patchDocument, { as: owner, params: { programId: program.id }, body: { operations } });
    expect(await list(owner, { q: 'кислота провизор' })).toEqual([program.id]);
    expect(await list(owner, { q: 'лаборант' })).toEqual([]);
  });
});

describe('DELETE /programs/:programId', () => {
  const remove = (as: TestActor, { id }: Pick<Program, 'id'>, headers: Record<string, string> = {}) =>
    service.call(deleteProgram, { as, params: { programId: id }, headers });

  it('answers 204, and a job removes its files from the store', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const { headers } = await service.call(exportProgram, { as: owner, params: { programId: program.id } });
    const location = String(headers['location']);
    const before = await fetch(location);
    expect([before.status, (await before.bytes()).length > 0]).toEqual([200, true]);
    expect((await remove(owner, program)).status).toBe(204);
    expect((await get(owner, program.id)).status).toBe(404);
    expect(await service.runJobs()).toEqual([{ name: deleteFiles.name, attempts: 1, error: undefined }]);
    expect((await fetch(location)).status).toBe(404);
  });

  it('answers 204 to staff, to what is not generated and to what is archived', async () => {
    const owner = asUser();
    const waiting = await buildWaitingProgram(service, owner);
    expect((await remove(asStaff(), waiting)).status).toBe(204);
    const archived = await buildReadyProgram(service, owner);
    await service.call(archiveProgram, { as: owner, params: { programId: archived.id } });
    expect((await remove(owner, archived)).status).toBe(204);
    expect(await list(owner)).toEqual([]);
  });

  it('answers 409 to what is approved and keeps it', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    await approve(owner, program.id);
    const { status, body } = await remove(owner, program);
    expect([status, body.code]).toEqual([409, 'program.wrong_status']);
    expect((await get(owner, program.id)).body.status).toBe('approved');
  });

  it('answers 412 to those who have read an older version, and 204 to those who have read the newest', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const stale = await remove(owner, program, { 'if-match': '"1"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'precondition.failed']);
    const { headers } = await get(owner, program.id);
    expect((await remove(owner, program, { 'if-match': String(headers['etag']) })).status).toBe(204);
  });
});

describe('POST /programs/:programId/duplicate', () => {
  const duplicate = (as: TestActor, programId: string, body: { title?: string } = {}) =>
    service.call(duplicateProgram, { as, params: { programId }, body });

  it('answers 201 with a draft of one’s own that has the same document, approved by nobody', async () => {
    const author = asUser();
    const { id: programId } = await buildReadyProgram(service, author, { qualification: 'Программист' });
    const approval = { position: 'Директор', name: 'И. И. Иванова', date: '2026-11-01', number: '17' };
    const operations = [{ op: 'replace', path: '/titleBlock/approval', value: approval } as const];
    await service.call(patchDocument, { as: author, params: { programId }, body: { operations } });
    const original = await approve(author, programId);

    const copier = asStaff();
    const { status, body: copy } = await duplicate(copier, programId);
    expect(status).toBe(201);
    expect(copy.id).not.toBe(programId);
    expect(copy).toMatchObject({ ownerId: copier.id, status: 'draft', approval: null, documentVersion: 1, locks: [] });
    expect(copy.generation).toEqual(original.generation);
    expect(copy.document).toEqual({
      ...original.document,
      titleBlock: { ...original.document?.titleBlock, approval: { ...approval, date: null, number: '' } },
    });
    expect((await get(copier, copy.id)).body).toEqual(copy);
    const versions = await service.call(listVersions, { as: copier, params: { programId: copy.id } });
    expect(versions.body.items).toMatchObject([{ number: 1, reason: 'copied', authorId: copier.id }]);
    expect((await get(author, programId)).body).toEqual(original);
  });

  it('gives the copy its new title everywhere', async () => {
    const owner = asUser();
    const original = await buildReadyProgram(service, owner);
    const { body: copy } = await duplicate(owner, original.id, { title: ' Разработка на Rust ' });
    expect([copy.title, copy.document.title, copy.request.title]).toEqual(Array(3).fill('Разработка на Rust'));
    expect(await list(owner, { q: 'rust' })).toEqual([copy.id]);
    expect((await get(owner, original.id)).body.title).toBe('Разработка на TypeScript');
  });

  it('answers 409 while there is no document', async () => {
    const owner = asUser();
    const { id } = await buildWaitingProgram(service, owner);
    const { status, body } = await duplicate(owner, id);
    expect([status, body.code]).toEqual([409, 'program.not_ready']);
    expect(await list(owner)).toEqual([id]);
  });

  it('answers 400 to a title that is too short', async () => {
    const { status, body } = await duplicate(asUser(), unknownId, { title: 'a' });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ pointer: '/body/title' }]);
  });
});

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
