import { once } from 'node:events';
import { connect } from 'node:net';
import { problemDocument } from '@lyceum/contracts/shared/problem-document';
import { presignParts, startUpload, uploadNotFound, uploadOtherWay } from '@lyceum/contracts/streaming/media-upload';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { eventually } from '@lyceum/testing/eventually';
import { openStorage } from '@lyceum/testing/object-store';
import { createTestService } from '@lyceum/testing/service';
import { buildFile, buildUpload, sendParts } from '../../../test/build-upload.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { toSourceKey } from '../../objects/object-keys.ts';
import { EncodingEntity } from '../../processing/encoding/encoding.entity.ts';
import { streaming } from '../../service.ts';
import { UploadEntity } from '../upload/upload.entity.ts';

const mebibyte = 1024 * 1024;
const service = createTestService(streaming, { VIDEO_BYTES_STAFF: String(40 * mebibyte) });
const collection = '/api/v1/streaming/tus';
const toMetadata = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',');

interface TusRequest {
  as?: TestActor;
  headers?: Record<string, string>;
  body?: Uint8Array;
}

function send(method: string, path: string, { as, headers = {}, body }: TusRequest = {}): Promise<Response> {
  return fetch(`${service.url}${path}`, {
    method,
    headers: { 'tus-resumable': '1.0.0', ...(as && { authorization: `Bearer ${service.token(as)}` }), ...headers },
    ...(body && { body: new Uint8Array(body) }),
  });
}

const toPath = (id: string) => `${collection}/${id}`;
const create = (as: TestActor, size: number, metadata: Record<string, string> = { filename: 'Урок.mp4' }) =>
  send('POST', collection, { as, headers: { 'upload-length': String(size), 'upload-metadata': toMetadata(metadata) } });
const head = (as: TestActor, id: string) => send('HEAD', toPath(id), { as });
const patch = (as: TestActor, id: string, offset: number, body: Uint8Array, headers: Record<string, string> = {}) =>
  send('PATCH', toPath(id), {
    ...{ as, body },
    headers: { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream', ...headers },
  });
const codes = async (response: Response) => [response.status, problemDocument.parse(await response.json()).code];
const findRow = (id: string) => service.rows((db) => db.findOneByOrFail(UploadEntity, { id }));
const createdId = (response: Response) => response.headers.get('location')?.split('/').at(-1) ?? '';

async function readSource(id: string): Promise<Buffer> {
  const storage = await openStorage();
  try {
    return Buffer.from(await storage.get(toSourceKey('main', id), { maxBytes: 100 * mebibyte }));
  } finally {
    storage.stop();
  }
}

/** Sends the head of a PATCH and some of its bytes, and is gone. */
async function breakOff(as: TestActor, id: string, offset: number, bytes: Uint8Array, announced: number): Promise<void> {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  await once(socket, 'connect');
  const head = [
    `PATCH ${toPath(id)} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${service.token(as)}`,
    'Tus-Resumable: 1.0.0',
    `Upload-Offset: ${offset}`,
    'Content-Type: application/offset+octet-stream',
    `Content-Length: ${announced}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await new Promise((sent) => socket.write(bytes, sent));
  socket.destroy();
}

describe('a resource that is made by tus', () => {
  it('is an upload of ours, and its last byte begins the encoding, once', async () => {
    const as = asStaff();
    const file = buildFile(9 * mebibyte + 7);
    const created = await create(as, file.length, { filename: 'Урок.mp4', title: 'Первый урок' });
    const id = createdId(created);
    expect([created.status, created.headers.get('location')]).toEqual([
      201,
      expect.stringMatching(/^https?:.*\/api\/v1\/streaming\/tus\//),
    ]);
    expect(Date.parse(created.headers.get('upload-expires') ?? '')).toBeGreaterThan(Date.now() + 6 * 24 * 3_600_000);
    const first = await patch(as, id, 0, file.subarray(0, 1_000));
    expect([first.status, first.headers.get('upload-offset'), first.headers.get('tus-resumable')]).toEqual([
      204,
      '1000',
      '1.0.0',
    ]);
    const asked = await head(as, id);
    expect([asked.headers.get('upload-offset'), asked.headers.get('upload-length')]).toEqual(['1000', String(file.length)]);
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    expect((await patch(as, id, 1_000, file.subarray(1_000))).status).toBe(204);
    const { status, videoId } = await findRow(id);
    expect(status).toBe('completed');
    expect(file.equals(await readSource(id))).toBe(true);
    const video = await service.rows((db) => db.findOneByOrFail(VideoEntity, { id: videoId }));
    expect(video).toMatchObject({ title: 'Первый урок', status: 'processing', newestEncodingId: id });
    expect((await head(as, id)).headers.get('upload-offset')).toBe(String(file.length));
    expect(await service.rows((db) => db.countBy(EncodingEntity, { videoId }))).toBe(1);
    const storage = await openStorage();
    const leftovers = ['.part', '.info'].map((ending) => storage.head(`${toSourceKey('main', id)}${ending}`));
    expect(await Promise.all(leftovers)).toEqual([undefined, undefined]);
    storage.stop();
  });

  it('may come with its first bytes', async () => {
    const as = asStaff();
    const file = buildFile(10);
    const headers = {
      'upload-length': '10',
      'upload-metadata': toMetadata({ filename: 'a.mp4' }),
      'content-type': 'application/offset+octet-stream',
    };
    const created = await send('POST', collection, { as, headers, body: file });
    expect([created.status, (await findRow(createdId(created))).status]).toEqual([201, 'completed']);
  });

  it.each([
    ['without a length', { 'upload-metadata': toMetadata({ filename: 'a.mp4' }) }, 400, 'request.malformed'],
    [
      'with a length that comes later',
      { 'upload-defer-length': '1', 'upload-metadata': toMetadata({ filename: 'a.mp4' }) },
      400,
      'request.malformed',
    ],
    ['without a name', { 'upload-length': '5' }, 400, 'request.invalid'],
    ['of no bytes', { 'upload-length': '0', 'upload-metadata': toMetadata({ filename: 'a.mp4' }) }, 400, 'request.invalid'],
    ['with metadata that are none', { 'upload-length': '5', 'upload-metadata': 'filename ?' }, 400, 'request.malformed'],
    [
      'beyond the limit of the role',
      { 'upload-length': String(41 * mebibyte), 'upload-metadata': toMetadata({ filename: 'a.mp4' }) },
      422,
      'upload.too_large',
    ],
    ['of another version', { 'tus-resumable': '0.2.2', 'upload-length': '5' }, 412, 'tus.version_unsupported'],
  ])('is refused %s, by a problem document', async (_, headers, status, code) => {
    const answer = await send('POST', collection, { as: asStaff(), headers });
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(await codes(answer)).toEqual([status, code]);
  });
});

describe('an upload that was announced', () => {
  it('takes its bytes at tusUrl without being made there', async () => {
    const as = asStaff();
    const file = buildFile(500);
    const { id } = await buildUpload(service, as, { size: 500 });
    expect((await head(as, id)).headers.get('upload-offset')).toBe('0');
    expect((await findRow(id)).storeUploadId).toBeNull();
    expect((await patch(as, id, 0, file)).status).toBe(204);
    expect(await findRow(id)).toMatchObject({ status: 'completed', way: 'tus' });
    expect(file.equals(await readSource(id))).toBe(true);
  });

  it('is begun in one way and goes on in it', async () => {
    const as = asStaff();
    const [byParts, byTus] = [await buildUpload(service, as), await buildUpload(service, as)];
    await sendParts(service, as, byParts, buildFile());
    expect(await codes(await patch(as, byParts.id, 0, buildFile()))).toEqual([409, uploadOtherWay.code]);
    expect((await head(as, byParts.id)).status).toBe(409);
    await patch(as, byTus.id, 0, buildFile(10));
    const body = { parts: [{ part: 1 }] };
    expect((await service.call(presignParts, { as, params: { uploadId: byTus.id }, body })).body.code).toBe(uploadOtherWay.code);
  });
});

describe('going on', () => {
  it('keeps what came before the connection was cut', async () => {
    const as = asStaff();
    const file = buildFile(12 * mebibyte);
    const { id } = await buildUpload(service, as, { size: file.length });
    await breakOff(as, id, 0, file.subarray(0, 6 * mebibyte), file.length);
    const ask = async () => Number((await head(as, id)).headers.get('upload-offset'));
    // All but what the server had not read yet when it heard of the end.
    const offset = await eventually(ask, (known) => known > 5 * mebibyte);
    expect((await patch(as, id, offset, file.subarray(offset))).status).toBe(204);
    expect(file.equals(await readSource(id))).toBe(true);
  });

  it('is refused at another place, by whoever is late of two, and beyond the end', async () => {
    const as = asStaff();
    const { id } = await buildUpload(service, as, { size: 100 });
    expect(await codes(await patch(as, id, 5, buildFile(10)))).toEqual([409, 'tus.offset_conflict']);
    expect(await codes(await patch(as, id, 0, buildFile(101)))).toEqual([413, 'request.too_large']);
    const both = await Promise.all([patch(as, id, 0, buildFile(100)), patch(as, id, 0, buildFile(100))]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([204, 409]);
    expect(await codes(await patch(as, id, 0, buildFile(1)))).toEqual([409, 'upload.ended']);
  });

  it('ends what a process began that died after the store had put the file together', async () => {
    const as = asStaff();
    const { id, videoId } = await buildUpload(service, as, { size: 100 });
    await patch(as, id, 0, buildFile(100));
    await service.rows(async (db) => {
      await db.delete(EncodingEntity, { id });
      await db.update(UploadEntity, { id }, { status: 'open' });
      await db.update(VideoEntity, { id: videoId }, { newestEncodingId: null, status: 'waiting' });
    });
    expect((await head(as, id)).headers.get('upload-offset')).toBe('100');
    expect((await findRow(id)).status).toBe('completed');
    expect(await service.rows((db) => db.countBy(EncodingEntity, { id }))).toBe(1);
  });

  it('needs the type of tus and the place', async () => {
    const as = asStaff();
    const { id } = await buildUpload(service, as);
    expect(await codes(await patch(as, id, 0, buildFile(1), { 'content-type': 'video/mp4' }))).toEqual([
      415,
      'request.unsupported_media_type',
    ]);
    const headers = { 'content-type': 'application/offset+octet-stream' };
    expect(await codes(await send('PATCH', toPath(id), { as, headers, body: buildFile(1) }))).toEqual([400, 'request.malformed']);
  });
});

describe('whose it is', () => {
  it('is that of one person: others, other spaces and unknown ids are answered 404', async () => {
    const owner = asStaff();
    const { id } = await buildUpload(service, owner);
    for (const as of [asStaff(), asStaff({ ...owner, space: 'school' })]) {
      expect((await head(as, id)).status).toBe(404);
      expect(await codes(await patch(as, id, 0, buildFile(1)))).toEqual([404, uploadNotFound.code]);
      expect(await codes(await send('DELETE', toPath(id), { as }))).toEqual([404, uploadNotFound.code]);
    }
    expect(await codes(await send('DELETE', toPath('..%2F..%2Fother'), { as: owner }))).toEqual([404, uploadNotFound.code]);
  });

  it('answers 401 without a token and 403 to a learner', async () => {
    expect(await codes(await send('POST', collection))).toEqual([401, 'auth.required']);
    expect(await codes(await send('POST', collection, { as: asUser() }))).toEqual([403, 'auth.forbidden']);
  });
});

describe('the rest of the protocol', () => {
  it('deletes an upload, with its video', async () => {
    const as = asStaff();
    const { id, videoId } = await buildUpload(service, as);
    await patch(as, id, 0, buildFile(10));
    expect((await send('DELETE', toPath(id), { as })).status).toBe(204);
    expect(await service.rows((db) => db.existsBy(VideoEntity, { id: videoId }))).toBe(false);
    expect((await head(as, id)).status).toBe(404);
  });

  it('tells what it can', async () => {
    const { status, headers } = await send('OPTIONS', collection, { as: asStaff() });
    const extensions = 'creation,creation-with-upload,termination,expiration';
    expect([status, headers.get('tus-version'), headers.get('tus-extension')]).toEqual([204, '1.0.0', extensions]);
    expect(headers.get('tus-max-size')).toBe(String(40 * mebibyte));
  });

  it('gives no file back, and knows no other methods and addresses', async () => {
    const as = asStaff();
    const { id } = await buildUpload(service, as);
    const refused = await send('GET', toPath(id), { as });
    expect(refused.headers.get('allow')).toBe('HEAD, PATCH, DELETE, OPTIONS');
    expect(await codes(refused)).toEqual([405, 'route.method_not_allowed']);
    expect(await codes(await send('DELETE', `${toPath(id)}/more`, { as }))).toEqual([404, 'route.not_found']);
  });

  it('counts as an unfinished upload', async () => {
    const as = asStaff();
    const made = await Promise.all(Array.from({ length: 22 }, () => create(as, 1)));
    expect(made.filter(({ status }) => status === 201)).toHaveLength(20);
    expect((await service.call(startUpload, { as, body: { name: 'a.mp4', size: 1 } })).body.code).toBe('upload.too_many');
  });
});
