import { createHash, randomUUID } from 'node:crypto';
import * as contract from '@lyceum/contracts/streaming/media-upload';
import { asStaff } from '@lyceum/testing/actors';
import { openStorage } from '@lyceum/testing/object-store';
import { buildFile, buildUpload, sendParts } from '../../../test/build-upload.ts';
import { service } from '../../../test/streaming-service.ts';
import { toSourceKey } from '../../objects/object-keys.ts';
import { EncodingEntity } from '../../processing/encoding/encoding.entity.ts';
import { UploadEntity } from '../upload/upload.entity.ts';

const mebibyte = 1024 * 1024;
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('base64');
const complete = (as: ReturnType<typeof asStaff>, uploadId: string) =>
  service.call(contract.completeUpload, { as, params: { uploadId } });
const findRow = (id: string) => service.rows((db) => db.findOneByOrFail(UploadEntity, { id }));
const countEncodings = (videoId: string) => service.rows((db) => db.countBy(EncodingEntity, { videoId }));

afterEach(() => service.clock.reset());

describe('sending parts', () => {
  it('makes one object of them, and begins to encode it', async () => {
    const as = asStaff();
    const file = buildFile(16 * mebibyte + 3);
    const upload = await buildUpload(service, as, { size: file.length });
    expect(await sendParts(service, as, upload, file)).toEqual([200, 200]);
    const known = await service.call(contract.getUpload, { as, params: { uploadId: upload.id } });
    expect(known.body.parts).toEqual([
      { part: 1, size: 16 * mebibyte, etag: expect.any(String) },
      { part: 2, size: 3, etag: expect.any(String) },
    ]);
    const { status, body } = await complete(as, upload.id);
    expect([status, body.status, body.processing.encodingId]).toEqual([200, 'processing', upload.id]);
    const storage = await openStorage();
    const stored = await storage.get(toSourceKey('main', upload.id), { maxBytes: file.length });
    storage.stop();
    expect(file.equals(stored)).toBe(true);
    expect(await service.outbox('streaming.encode-first')).toMatchObject([{ payload: { encodingId: upload.id } }]);
    const after = await service.call(contract.getUpload, { as, params: { uploadId: upload.id } });
    expect([after.body.status, after.body.parts]).toEqual(['completed', []]);
  });

  it('is refused by the store for another size, and for content of another sum', async () => {
    const as = asStaff();
    const file = buildFile();
    const upload = await buildUpload(service, as);
    expect(await sendParts(service, as, upload, buildFile(999))).toEqual([403]);
    expect(await sendParts(service, as, upload, buildFile(), [{ part: 1, md5: md5(file) }])).toEqual([400]);
    expect(await sendParts(service, as, upload, file, [{ part: 1, md5: md5(file) }])).toEqual([200]);
  });

  it('is refused at an address that has expired, and goes on at a new one', async () => {
    const as = asStaff();
    const upload = await buildUpload(service, as);
    service.clock.advance(-3_601_000);
    expect(await sendParts(service, as, upload, buildFile())).toEqual([403]);
    service.clock.reset();
    expect(await sendParts(service, as, upload, buildFile())).toEqual([200]);
  });

  it('puts off when the upload is given up', async () => {
    const as = asStaff();
    const upload = await buildUpload(service, as);
    service.clock.advance(6 * 24 * 3_600_000);
    await sendParts(service, as, upload, buildFile());
    expect((await findRow(upload.id)).expiresAt.getTime()).toBeGreaterThan(service.clock.now().getTime() + 6 * 24 * 3_600_000);
  });

  it('begins one upload at the store, however many ask at once', async () => {
    const as = asStaff();
    const upload = await buildUpload(service, as);
    const sent = await Promise.all(Array.from({ length: 8 }, () => sendParts(service, as, upload, buildFile())));
    expect(sent.flat()).toEqual(Array.from({ length: 8 }, () => 200));
    expect((await complete(as, upload.id)).status).toBe(200);
  });

  it('answers 400 for a part that the file does not have', async () => {
    const as = asStaff();
    const { id: uploadId } = await buildUpload(service, as);
    const answer = await service.call(contract.presignParts, { as, params: { uploadId }, body: { parts: [{ part: 2 }] } });
    expect([answer.status, answer.body.errors]).toEqual([
      400,
      [{ pointer: '/body/parts/0/part', message: 'The file has 1 parts' }],
    ]);
  });

  it('answers 404 for the upload of somebody else', async () => {
    const params = { uploadId: (await buildUpload(service, asStaff())).id };
    const as = asStaff();
    const answers = [
      await service.call(contract.getUpload, { as, params }),
      await service.call(contract.presignParts, { as, params, body: { parts: [{ part: 1 }] } }),
      await service.call(contract.completeUpload, { as, params }),
    ];
    expect(answers.map(({ body }) => body.code)).toEqual(answers.map(() => contract.uploadNotFound.code));
  });
});

describe('completing', () => {
  it('answers 409 while a part is missing, or is of another size', async () => {
    const as = asStaff();
    const file = buildFile(16 * mebibyte + 3);
    const upload = await buildUpload(service, as, { size: file.length });
    expect((await complete(as, upload.id)).body.code).toBe(contract.uploadIncomplete.code);
    await sendParts(service, as, upload, file, [{ part: 2 }]);
    expect((await complete(as, upload.id)).body.code).toBe(contract.uploadIncomplete.code);
    expect((await findRow(upload.id)).status).toBe('open');
  });

  it('is done once, by however many at once and later', async () => {
    const as = asStaff();
    const upload = await buildUpload(service, as);
    await sendParts(service, as, upload, buildFile());
    const answers = await Promise.all(Array.from({ length: 6 }, () => complete(as, upload.id)));
    answers.push(await complete(as, upload.id));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await countEncodings(upload.videoId)).toBe(1);
  });

  it('goes on where a process died between the store and the row', async () => {
    const as = asStaff();
    const upload = await buildUpload(service, as);
    await sendParts(service, as, upload, buildFile());
    const { storeUploadId } = await findRow(upload.id);
    const [storage, key] = [await openStorage(), toSourceKey('main', upload.id)];
    await storage.completeUpload(key, storeUploadId ?? '', (await storage.listParts(key, storeUploadId ?? '')) ?? []);
    storage.stop();
    expect((await complete(as, upload.id)).status).toBe(200);
    expect(await countEncodings(upload.videoId)).toBe(1);
  });

  it('leaves nothing of an upload that was begun twice at the store, once by a process that died', async () => {
    const as = asStaff();
    const upload = await buildUpload(service, as);
    const [storage, key] = [await openStorage(), toSourceKey('main', upload.id)];
    const lost = await storage.startUpload(key, 'application/octet-stream');
    await sendParts(service, as, upload, buildFile());
    await complete(as, upload.id);
    await service.rows((db) => db.query("DELETE FROM outbox WHERE name = 'streaming.encode-first'"));
    await service.runJobs();
    expect([await storage.listParts(key, lost), (await storage.head(key))?.size]).toEqual([undefined, 1_000]);
    storage.stop();
  });

  it('ends the sending: further addresses are refused', async () => {
    const as = asStaff();
    const upload = await buildUpload(service, as);
    await sendParts(service, as, upload, buildFile());
    await complete(as, upload.id);
    const body = { parts: [{ part: 1 }] };
    const answer = await service.call(contract.presignParts, { as, params: { uploadId: upload.id }, body });
    expect([answer.status, answer.body.code]).toEqual([409, contract.uploadEnded.code]);
  });

  it('refuses an upload that was begun with tus', async () => {
    const as = asStaff();
    const { id } = await buildUpload(service, as);
    await service.rows((db) => db.update(UploadEntity, { id }, { way: 'tus', storeUploadId: randomUUID() }));
    const addresses = await service.call(contract.presignParts, {
      ...{ as, params: { uploadId: id } },
      body: { parts: [{ part: 1 }] },
    });
    const completed = await complete(as, id);
    expect([addresses.body.code, completed.body.code]).toEqual([contract.uploadOtherWay.code, contract.uploadOtherWay.code]);
  });
});
