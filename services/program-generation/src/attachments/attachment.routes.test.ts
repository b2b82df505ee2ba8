import { newId } from '@lyceum/common/database';
import {
  completeAttachment,
  createAttachment,
  deleteAttachment,
  getAttachment,
  listAttachments,
} from '@lyceum/contracts/program-generation/attachment';
import { createProgram, getProgram } from '@lyceum/contracts/program-generation/program';
import { asAdmin, asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { putObject } from '@lyceum/testing/object-store';
import { buildProgramRequest } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';
import { deleteFiles } from '../files/delete-files.job.ts';
import { AttachmentEntity, type AttachmentRow } from './attachment.entity.ts';
import { attachmentKey } from './attachment-key.ts';
import { readAttachment } from './read-attachment.job.ts';

const address = '/api/v1/programs/attachments';
const unknownId = '01935e1c-0000-7000-8000-000000000000';
const words = 'Замыкания помнят переменные, среди которых они созданы.';
const toBytes = (text: string) => new TextEncoder().encode(text);
const announced = { name: 'Конспект.txt', type: 'text/plain', size: toBytes(words).length } as const;

async function announce(owner: TestActor) {
  const { body } = await service.call(createAttachment, { as: owner, body: announced });
  return { id: String(body.id), upload: body.upload };
}

async function uploaded(owner: TestActor): Promise<string> {
  const { id, upload } = await announce(owner);
  await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: toBytes(words) });
  return id;
}

const complete = (owner: TestActor, attachmentId: string) =>
  service.call(completeAttachment, { as: owner, params: { attachmentId } });
const remove = (owner: TestActor, attachmentId: string) =>
  service.call(deleteAttachment, { as: owner, params: { attachmentId } });
const get = (actor: TestActor, attachmentId: string) => service.call(getAttachment, { as: actor, params: { attachmentId } });
const order = (owner: TestActor, attachments: string[]) =>
  service.call(createProgram, { as: owner, body: buildProgramRequest({ attachments }) });

async function ready(owner: TestActor): Promise<string> {
  const id = await uploaded(owner);
  await complete(owner, id);
  await service.runJobs();
  return id;
}

/** A row without what leads to it. */
async function keep(owner: TestActor, row: Pick<AttachmentRow, 'id' | 'status' | 'text'>): Promise<string> {
  const missing = {
    ownerId: owner.id,
    failure: null,
    characters: null,
    cut: false,
    warnings: [],
    createdAt: service.clock.now(),
  };
  await service.rows((db) => db.insert(AttachmentEntity, { ...announced, ...missing, ...row }), owner.space);
  return row.id;
}

async function findReadings(id: string) {
  return (await service.outbox(readAttachment.name)).filter(({ payload }) => payload['attachmentId'] === id);
}

async function findRemovals(id: string) {
  return (await service.outbox(deleteFiles.name)).filter(({ payload }) => JSON.stringify(payload).includes(id));
}

describe('POST /programs/attachments', () => {
  it('answers 201 with an address that takes the announced type and size for ten minutes', async () => {
    service.clock.set(new Date('2026-11-20T10:00:01.500Z'));
    const response = await service.call(createAttachment, { as: asUser(), body: { ...announced, name: ' Конспект.txt ' } });
    service.clock.reset();
    expect(response.status).toBe(201);
    expect(response.body).toEqual({
      ...announced,
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      status: 'waiting',
      failure: null,
      characters: null,
      cut: false,
      warnings: [],
      createdAt: '2026-11-20T10:00:01.500Z',
      upload: { url: expect.stringContaining('X-Amz-Expires=600'), headers: { 'content-type': 'text/plain' } },
    });
    const { url, headers } = response.body.upload;
    const put = async (type: Record<string, string>, body: string) =>
      (await fetch(url, { method: 'PUT', headers: type, body })).status;
    expect([await put({ 'content-type': 'text/html' }, words), await put(headers, `${words}!`)]).toEqual([403, 403]);
    expect(await put(headers, words)).toBe(200);
  });

  it.each([
    ['no name', { name: ' ' }, '/body/name'],
    ['a path', { name: '../../etc/passwd' }, '/body/name'],
    ['a path of Windows', { name: 'C:\\notes.txt' }, '/body/name'],
    ['a name that reads backwards', { name: 'notes\u202Etxt.exe' }, '/body/name'],
    ['a name of several lines', { name: 'notes\n.txt' }, '/body/name'],
    ['a name with half a character', { name: 'notes\uD800.txt' }, '/body/name'],
    ['a type that is not read', { type: 'image/png' }, '/body/type'],
    ['an empty file', { size: 0 }, '/body/size'],
    ['more than 20 MB', { size: 20_000_001 }, '/body/size'],
    ['what is not declared', { text: 'words' }, '/body'],
  ])('answers 400 to %s', async (_, change, pointer) => {
    const token = service.token(asUser());
    const response = await service.http
      .post(address)
      .set('authorization', `Bearer ${token}`)
      .send({ ...announced, ...change });
    expect(response.status).toBe(400);
    expect(response.body.errors).toMatchObject([{ pointer }]);
  });
});

describe('POST /programs/attachments/:attachmentId/complete', () => {
  it('answers 202 and queues the reading once, however often it is asked', async () => {
    const owner = asUser();
    const id = await uploaded(owner);
    const responses = await Promise.all(Array.from({ length: 5 }, () => complete(owner, id)));
    expect(responses.map(({ status, body }) => [status, body.status])).toEqual(responses.map(() => [202, 'reading']));
    expect(await findReadings(id)).toHaveLength(1);
    await service.runJobs();
    const again = await complete(owner, id);
    expect([again.status, again.body.status]).toEqual([202, 'ready']);
    expect(await findReadings(id)).toEqual([]);
  });

  it('answers 409 in both languages while nothing is uploaded', async () => {
    const owner = asUser();
    const { id } = await announce(owner);
    const english = await complete(owner, id);
    const russian = await complete({ ...owner, locale: 'ru' }, id);
    expect([english.status, english.body.code]).toEqual([409, 'attachment.not_ready']);
    expect([english.body.detail, russian.body.detail]).toEqual(['The file is not uploaded yet.', 'Файл ещё не загружен.']);
    expect(await findReadings(id)).toEqual([]);
  });

  it('answers 409 when the file has another size than was announced, until the right one is there', async () => {
    const owner = asUser();
    const { id, upload } = await announce(owner);
    // A store that does not hold an upload to its length.
    await putObject(attachmentKey('main', id), toBytes('short'), announced.type);
    const response = await complete(owner, id);
    expect([response.status, response.body.code]).toEqual([409, 'attachment.not_ready']);
    expect(response.body.detail).toBe(`The file has 5 bytes, but ${announced.size} were announced.`);
    await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: toBytes(words) });
    expect((await complete(owner, id)).status).toBe(202);
  });
});

describe('an upload', () => {
  it('is forgotten with its file when nobody completes it within a day, and kept when somebody does', async () => {
    const owner = asUser({ space: 'school-a' });
    service.clock.set(new Date('2026-11-18T10:00:00Z'));
    const [forgotten, completed] = [await uploaded(owner), await uploaded(owner)];
    await complete(owner, completed);
    service.clock.set(new Date('2026-11-19T09:59:59Z'));
    await service.runJobs();
    expect((await get(owner, forgotten)).body.status).toBe('waiting');
    service.clock.set(new Date('2026-11-19T10:00:00Z'));
    await service.runJobs();
    service.clock.reset();
    expect((await get(owner, forgotten)).status).toBe(404);
    expect((await get(owner, completed)).body.status).toBe('ready');
    await keep(owner, { id: forgotten, status: 'waiting' });
    expect((await complete(owner, forgotten)).body.detail).toBe('The file is not uploaded yet.');
  });
});

describe('GET /programs/attachments/:attachmentId', () => {
  it('shows how many characters were read, and never the text', async () => {
    const owner = asUser();
    const id = await ready(owner);
    const { status, body } = await get(owner, id);
    expect(status).toBe(200);
    expect(body).toEqual({
      ...announced,
      id,
      status: 'ready',
      cut: false,
      warnings: [],
      failure: null,
      characters: words.length,
      createdAt: expect.any(String),
    });
  });
});

describe('GET /programs/attachments', () => {
  it('lists one’s own, newest first, page by page', async () => {
    const owner = asUser();
    await announce(asUser());
    const ids = [(await announce(owner)).id, (await announce(owner)).id, (await announce(owner)).id];
    const first = await service.call(listAttachments, { as: owner, query: { limit: 2 } });
    const second = await service.call(listAttachments, { as: owner, query: { limit: 2, cursor: first.body.nextCursor } });
    expect(first.status).toBe(200);
    expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual(ids.reverse());
    expect(second.body.nextCursor).toBeNull();
  });

  it('answers 400 to a cursor of something else', async () => {
    const { status, body } = await service.call(listAttachments, { as: asUser(), query: { cursor: 'x' } });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ pointer: '/query/cursor' }]);
  });
});

describe('DELETE /programs/attachments/:attachmentId', () => {
  it('answers 204, and a job removes the file when its address takes no more uploads', async () => {
    const owner = asUser();
    service.clock.set(new Date('2026-11-20T10:00:00Z'));
    const { id, upload } = await announce(owner);
    expect((await remove(owner, id)).status).toBe(204);
    expect((await get(owner, id)).status).toBe(404);
    const put = () => fetch(upload.url, { method: 'PUT', headers: upload.headers, body: toBytes(words) });
    expect((await put()).status).toBe(200);
    service.clock.set(new Date('2026-11-20T10:09:59Z'));
    await service.runJobs();
    expect(await findRemovals(id)).toHaveLength(2);
    service.clock.set(new Date('2026-11-20T10:10:00Z'));
    await service.runJobs();
    service.clock.reset();
    // The one for slow uploads is left.
    expect(await findRemovals(id)).toHaveLength(1);
    // Were its row still there, it could not be completed.
    await keep(owner, { id, status: 'waiting' });
    expect((await complete(owner, id)).body.detail).toBe('The file is not uploaded yet.');
  });

  it('answers 409 while a programme names it, and 204 when that is deleted', async () => {
    const owner = asUser();
    const id = await ready(owner);
    const program = await order(owner, [id]);
    const response = await remove(owner, id);
    expect([response.status, response.body.code]).toEqual([409, 'attachment.in_use']);
    expect((await get(owner, id)).status).toBe(200);
    await service.rows((db) => db.query('DELETE FROM programs WHERE id = $1', [program.body.id]));
    expect((await remove(owner, id)).status).toBe(204);
  });

  it('leaves no programme without what it names when both happen at once', async () => {
    const owner = asUser();
    for (let round = 0; round < 10; round += 1) {
      const id = await keep(owner, { id: newId(), status: 'ready', text: words });
      const [deleted, ordered] = await Promise.all([remove(owner, id), order(owner, [id])]);
      expect([
        [204, 404],
        [409, 202],
      ]).toContainEqual([deleted.status, ordered.status]);
    }
  });
});

describe('POST /programs with attachments', () => {
  it('builds on them', async () => {
    const owner = asUser();
    const id = await ready(owner);
    const { status, body } = await order(owner, [id, id]);
    expect(status).toBe(202);
    await service.runJobs();
    const program = await service.call(getProgram, { as: owner, params: { programId: body.id } });
    expect(program.body.generation.state).toBe('ready');
    const attached = program.body.document.sources.filter(({ origin }: { origin: string }) => origin === 'attachment');
    expect(attached).toMatchObject([{ title: 'Конспект' }]);
  });

  it('answers 409 when one is not read or could not be, 404 when one is somebody else’s, and names it', async () => {
    const owner = asStaff();
    const own = await ready(owner);
    const { id: waiting } = await announce(owner);
    const foreign = await ready(asUser());
    const notReady = await order(owner, [own, waiting]);
    expect(notReady.body).toMatchObject({ status: 409, code: 'attachment.not_ready' });
    expect(notReady.body.errors).toMatchObject([{ pointer: '/body/attachments/1' }]);
    const failed = await keep(owner, { id: newId(), status: 'failed', text: null });
    const unreadable = await order({ ...owner, locale: 'ru' }, [own, failed]);
    expect(unreadable.body).toMatchObject({ status: 409, code: 'attachment.failed', title: 'Вложение не удалось прочитать' });
    expect(unreadable.body.errors).toMatchObject([{ pointer: '/body/attachments/1', message: unreadable.body.title }]);
    const notFound = await order(owner, [own, foreign]);
    expect(notFound.body).toMatchObject({ status: 404, code: 'attachment.not_found' });
    expect(notFound.body.errors).toMatchObject([{ pointer: '/body/attachments/1' }]);
  });
});

describe.each([
  ['get', ''],
  ['delete', ''],
  ['post', '/complete'],
] as const)('%s /programs/attachments/:attachmentId%s', (method, action) => {
  const send = (id: string, actor: TestActor) =>
    service.http[method](`${address}/${id}${action}`).set('authorization', `Bearer ${service.token(actor)}`);

  it('answers 404 to everybody but its owner, staff and other spaces included', async () => {
    const owner = asUser();
    const { id } = await announce(owner);
    for (const actor of [asUser(), asStaff(), asAdmin(), { ...owner, space: 'elsewhere' }]) {
      const { status, body } = await send(id, actor);
      expect([status, body.code]).toEqual([404, 'attachment.not_found']);
    }
    expect((await send(unknownId, owner)).status).toBe(404);
    expect((await get(owner, id)).body.status).toBe('waiting');
  });
});
