import { createProgram, exportProgram, getProgram, listPrograms, programListItem } from '@lyceum/contracts/program-generation';
import { asAdmin, asStaff, asUser } from '@lyceum/testing/actors';
import { strFromU8, unzipSync } from 'fflate';
import { buildProgramRequest, buildReadyProgram, buildWaitingProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';
import { generateProgram } from './generate-program.job.ts';

const address = '/api/v1/programs';
const unknownId = '01935e1c-0000-7000-8000-000000000000';
const idsOf = (body: { items: { id: string }[] }) => body.items.map(({ id }) => id);

describe('POST /programs', () => {
  it('answers 202 with a queued programme and queues its generation', async () => {
    service.clock.set(new Date('2026-11-20T10:00:01.500Z'));
    const owner = asUser();
    const request = buildProgramRequest({ title: '  Основы Python ' });
    const response = await service.call(createProgram, { as: owner, body: request });
    service.clock.reset();
    expect(response.status).toBe(202);
    expect(response.headers['etag']).toBe('"1"');
    expect(response.body).toEqual({
      ...request,
      title: 'Основы Python',
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      ownerId: owner.id,
      status: 'queued',
      progress: 0,
      composer: { name: 'outline', model: null },
      document: null,
      failure: null,
      createdAt: '2026-11-20T10:00:01.500Z',
      updatedAt: '2026-11-20T10:00:01.500Z',
      version: 1,
    });
    const jobs = (await service.outbox(generateProgram.name)).filter(({ payload }) => payload['programId'] === response.body.id);
    expect(jobs).toMatchObject([{ kind: 'job', space: 'main' }]);
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
      detail: `At least ${minimum} academic hours are needed.`,
      errors: [{ pointer: '/body/hours' }],
    });
    expect(russian.body.detail).toBe(`Требуется не менее ${minimum} академических часов.`);
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
    expect((await service.call(listPrograms, { as: owner })).body.items).toHaveLength(1);
    const other = await service.call(createProgram, { ...order, body: buildProgramRequest({ hours: 100 }) });
    expect(other.status).toBe(422);
    expect(other.body.code).toBe('idempotency.key_reused');
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
  ])('answers 400 to %s and says where', async (_, wrong, pointer) => {
    const response = await service.http
      .post(address)
      .set('authorization', `Bearer ${service.token(asUser())}`)
      .send({ ...buildProgramRequest(), ...wrong });
    expect(response.status).toBe(400);
    expect(response.body.code).toBe('request.invalid');
    expect(response.body.errors[0].pointer).toBe(pointer);
  });

  it('answers 401 without a token', async () => {
    const { status, body } = await service.call(createProgram, { body: buildProgramRequest() });
    expect(status).toBe(401);
    expect(body.code).toBe('auth.required');
  });

  it('answers 403 to a token without a role that may order programmes', async () => {
    const { status, body } = await service.call(createProgram, { as: asUser({ roles: [] }), body: buildProgramRequest() });
    expect(status).toBe(403);
    expect(body.code).toBe('auth.forbidden');
  });
});

describe('GET /programs/:programId', () => {
  it('answers 200 with the document once it is generated', async () => {
    const owner = asUser();
    const { id } = await buildReadyProgram(service, owner);
    const { status, body, headers } = await service.call(getProgram, { as: owner, params: { programId: id } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, status: 'ready', progress: 100, failure: null, composer: { name: 'outline', model: null } });
    expect(body.document.hours.total).toBe(72);
    expect(body.document.notice).toContain('без использования языковой модели');
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

  it.each([
    ['staff', asStaff()],
    ['an administrator', asAdmin()],
  ])("answers 200 to %s who asks for somebody else's programme", async (_, reader) => {
    const { id } = await buildWaitingProgram(service, asUser());
    const { status, body } = await service.call(getProgram, { as: reader, params: { programId: id } });
    expect(status).toBe(200);
    expect(body.id).toBe(id);
  });

  it.each([
    ['somebody else', asUser()],
    ['staff of another space', asStaff({ space: 'school-b' })],
  ])('answers 404 to %s as to an unknown id', async (_, reader) => {
    const { id } = await buildWaitingProgram(service, asUser());
    const theirs = await service.call(getProgram, { as: reader, params: { programId: id } });
    const unknown = await service.call(getProgram, { as: reader, params: { programId: unknownId } });
    expect([theirs.status, unknown.status]).toEqual([404, 404]);
    expect([theirs.body.code, unknown.body.code]).toEqual(['program.not_found', 'program.not_found']);
  });

  it('answers 400 to what is no id', async () => {
    const { status, body } = await service.call(getProgram, { as: asUser(), params: { programId: '42' } });
    expect(status).toBe(400);
    expect(body.code).toBe('request.invalid');
  });

  it('answers 401 without a token', async () => {
    expect((await service.call(getProgram, { params: { programId: unknownId } })).status).toBe(401);
  });

  it('answers 403 to a token without a role that may read programmes', async () => {
    const { status } = await service.call(getProgram, { as: asUser({ roles: [] }), params: { programId: unknownId } });
    expect(status).toBe(403);
  });
});

describe('GET /programs', () => {
  it('answers 200 with the own programmes, newest first and without their documents', async () => {
    const owner = asUser();
    const first = await buildReadyProgram(service, owner, { title: 'First' });
    const second = await buildWaitingProgram(service, owner, { title: 'Second' });
    await buildWaitingProgram(service, asUser());
    const { status, body } = await service.call(listPrograms, { as: owner });
    expect(status).toBe(200);
    expect(idsOf(body)).toEqual([second.id, first.id]);
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
    expect([...idsOf(first.body), ...idsOf(second.body), ...idsOf(third.body)]).toEqual(ordered);
    expect(third.body.nextCursor).toBeNull();
  });

  it('keeps to the state and the kind that are asked for', async () => {
    const owner = asUser();
    const ready = await buildReadyProgram(service, owner, { kind: 'discipline' });
    const queued = await buildWaitingProgram(service, owner, { kind: 'discipline' });
    const plan = await buildWaitingProgram(service, owner, { kind: 'course-plan' });
    const of = async (query: { status?: 'ready' | 'queued'; kind?: 'discipline' | 'course-plan' }) =>
      idsOf((await service.call(listPrograms, { as: owner, query })).body);
    expect(await of({ status: 'ready' })).toEqual([ready.id]);
    expect(await of({ kind: 'course-plan' })).toEqual([plan.id]);
    expect(await of({ status: 'queued', kind: 'discipline' })).toEqual([queued.id]);
  });

  it('shows staff all programmes of their space and none of another', async () => {
    const one = await buildWaitingProgram(service, asUser({ space: 'school-a' }));
    const two = await buildWaitingProgram(service, asUser({ space: 'school-a' }));
    const elsewhere = await buildWaitingProgram(service, asUser({ space: 'school-b' }));
    const inA = await service.call(listPrograms, { as: asStaff({ space: 'school-a' }) });
    const inB = await service.call(listPrograms, { as: asStaff({ space: 'school-b' }) });
    expect(idsOf(inA.body)).toEqual([two.id, one.id]);
    expect(idsOf(inB.body)).toEqual([elsewhere.id]);
  });

  it.each([
    ['a cursor that was not made here', 'cursor=abc'],
    ['a limit of nothing', 'limit=0'],
    ['a limit that is too high', 'limit=101'],
    ['an unknown state', 'status=lost'],
    ['an unknown kind', 'kind=degree'],
    ['a query it does not know', 'owner=me'],
  ])('answers 400 to %s', async (_, query) => {
    const response = await service.http.get(`${address}?${query}`).set('authorization', `Bearer ${service.token(asUser())}`);
    expect(response.status).toBe(400);
    expect(response.body.code).toBe('request.invalid');
  });

  it('answers 401 without a token', async () => {
    expect((await service.call(listPrograms)).status).toBe(401);
  });

  it('answers 403 to a token without a role that may read programmes', async () => {
    expect((await service.call(listPrograms, { as: asUser({ roles: [] }) })).status).toBe(403);
  });
});

describe('GET /programs/:programId/export', () => {
  it('answers 303 to an address that gives a .docx named by the title, without a token', async () => {
    const owner = asUser();
    const { id } = await buildReadyProgram(service, owner, { title: 'Основы Python: "быстрый старт"' });
    const response = await service.call(exportProgram, { as: owner, params: { programId: id } });
    expect(response.status).toBe(303);
    const location = new URL(response.headers['location'] ?? '');
    expect(location.pathname).toContain(`/main/programs/${id}/v1.docx`);
    expect(location.searchParams.get('X-Amz-Expires')).toBe('300');

    const download = await fetch(location);
    expect(download.status).toBe(200);
    expect(download.headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.wordprocessingml.document');
    const [, encodedName = ''] =
      /^attachment; .*filename\*=UTF-8''(.+)$/.exec(download.headers.get('content-disposition') ?? '') ?? [];
    expect(decodeURIComponent(encodedName)).toBe('Основы Python быстрый старт.docx');
    const parts = unzipSync(new Uint8Array(await download.arrayBuffer()));
    expect(strFromU8(parts['word/document.xml'] ?? new Uint8Array())).toContain('«Основы Python: &quot;быстрый старт&quot;»');
  });

  it('gives an address that stops to work when it is changed', async () => {
    const owner = asUser();
    const { id } = await buildReadyProgram(service, owner);
    const response = await service.call(exportProgram, { as: owner, params: { programId: id }, query: { format: 'docx' } });
    const location = new URL(response.headers['location'] ?? '');
    location.searchParams.set('X-Amz-Expires', '604800');
    expect((await fetch(location)).status).toBe(403);
  });

  it('keeps the files of a space under its name', async () => {
    const owner = asUser({ space: 'school-a' });
    const { id } = await buildReadyProgram(service, owner);
    const response = await service.call(exportProgram, { as: owner, params: { programId: id } });
    expect(new URL(response.headers['location'] ?? '').pathname).toContain(`/school-a/programs/${id}/v1.docx`);
  });

  it('answers 409 before the programme is generated', async () => {
    const owner = asUser();
    const { id } = await buildWaitingProgram(service, owner);
    const { status, body } = await service.call(exportProgram, { as: owner, params: { programId: id } });
    expect(status).toBe(409);
    expect(body.code).toBe('program.not_ready');
  });

  it('answers 303 to staff and 404 to somebody else', async () => {
    const { id } = await buildReadyProgram(service, asUser());
    expect((await service.call(exportProgram, { as: asStaff(), params: { programId: id } })).status).toBe(303);
    const { status, body } = await service.call(exportProgram, { as: asUser(), params: { programId: id } });
    expect(status).toBe(404);
    expect(body.code).toBe('program.not_found');
  });

  it('answers 400 to a format it does not make', async () => {
    const response = await service.http
      .get(`${address}/${unknownId}/export?format=pdf`)
      .set('authorization', `Bearer ${service.token(asUser())}`);
    expect(response.status).toBe(400);
    expect(response.body.code).toBe('request.invalid');
  });

  it('answers 401 without a token', async () => {
    expect((await service.call(exportProgram, { params: { programId: unknownId } })).status).toBe(401);
  });

  it('answers 403 to a token without a role that may read programmes', async () => {
    const { status } = await service.call(exportProgram, { as: asUser({ roles: [] }), params: { programId: unknownId } });
    expect(status).toBe(403);
  });
});
