import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { enqueue } from '@lyceum/common/outbox';
import {
  type Attachment,
  completeAttachment,
  createAttachment,
  deleteAttachment,
  getAttachment,
} from '@lyceum/contracts/program-generation/attachment';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { testServers } from '@lyceum/testing/config';
import { putObject } from '@lyceum/testing/object-store';
import { Document, Packer, Paragraph } from 'docx';
import { createTestProgramService } from '../../test/create-test-program-service.ts';
import { AttachmentEntity } from './attachment.entity.ts';
import { attachmentKey } from './attachment-key.ts';
import { readAttachment } from './read-attachment.job.ts';

/** The object store, which can be away. */
let storeIsAway = false;
const store = createServer((incoming, outgoing) => {
  if (storeIsAway) {
    outgoing.writeHead(503).end();
    return;
  }
  const { method = '', headers, url = '' } = incoming;
  const forwarded = request(new URL(url, testServers().TEST_S3_ENDPOINT), { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  incoming.pipe(forwarded);
});
await new Promise<void>((listening) => store.listen(0, '127.0.0.1', listening));
const { port } = store.address() as AddressInfo; // it listens on TCP
const service = createTestProgramService({ S3_ENDPOINT: `http://127.0.0.1:${port}` });
afterAll(() => store.close());

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

async function upload(owner: TestActor, type: Attachment['type'], bytes: Uint8Array) {
  const announced = { name: 'Материал', type, size: bytes.length };
  const { body } = await service.call(createAttachment, { as: owner, body: announced });
  const id = String(body.id);
  const put = (content: Uint8Array<ArrayBuffer>) =>
    fetch(body.upload.url, { method: 'PUT', headers: body.upload.headers, body: content });
  await put(new Uint8Array(bytes));
  await service.call(completeAttachment, { as: owner, params: { attachmentId: id } });
  return { id, put };
}

const read = async (owner: TestActor, id: string): Promise<Attachment> =>
  (await service.call(getAttachment, { as: owner, params: { attachmentId: id } })).body;

function findText(id: string): Promise<string | null | undefined> {
  return service.rows(async (db) => {
    const row = await db.findOne(AttachmentEntity, { select: { id: true, text: true }, where: { id } });
    return row?.text;
  });
}

describe('program-generation.read-attachment', () => {
  it('keeps the text of a file', async () => {
    const owner = asUser();
    const file = new Document({ sections: [{ children: [new Paragraph('Основы TypeScript')] }] });
    const { id } = await upload(owner, docx, await Packer.toBuffer(file));
    expect(await service.runJobs()).toEqual([{ name: readAttachment.name, attempts: 1, error: undefined }]);
    expect(await read(owner, id)).toMatchObject({ status: 'ready', characters: 17, failure: null });
    expect(await findText(id)).toBe('Основы TypeScript');
  });

  it('says in both languages why there is none, and does not try again', async () => {
    const owner = asUser();
    const { id } = await upload(owner, docx, new TextEncoder().encode('%PDF-1.7'));
    expect(await service.runJobs()).toEqual([{ name: readAttachment.name, attempts: 1, error: undefined }]);
    const failure = { code: 'wrong-type', message: 'The file is not of the type that was announced.' };
    expect(await read(owner, id)).toMatchObject({ status: 'failed', characters: null, failure });
    expect((await read({ ...owner, locale: 'ru' }, id)).failure?.message).toBe('Тип файла не совпадает с заявленным.');
  });

  it('refuses a file that was replaced after it was completed', async () => {
    const owner = asUser();
    const { id } = await upload(owner, 'text/plain', new TextEncoder().encode('words'));
    await putObject(attachmentKey('main', id), new TextEncoder().encode('other words'), 'text/plain');
    await service.runJobs();
    expect(await read(owner, id)).toMatchObject({ status: 'failed', failure: { code: 'missing' } });
  });

  it('tries again while the store is away, and reads at last when it is completed once more', async () => {
    const owner = asUser();
    const { id } = await upload(owner, 'text/plain', new TextEncoder().encode('words'));
    storeIsAway = true;
    const [outcome] = await service.runJobs();
    storeIsAway = false;
    expect(outcome).toMatchObject({ attempts: readAttachment.attempts, error: expect.any(Error) });
    expect(await read(owner, id)).toMatchObject({ status: 'failed', failure: { code: 'internal' } });
    const again = await service.call(completeAttachment, { as: owner, params: { attachmentId: id } });
    expect(again.body).toMatchObject({ status: 'reading', failure: null });
    await service.runJobs();
    expect(await read(owner, id)).toMatchObject({ status: 'ready', characters: 5 });
  });

  it('does nothing for what is read or deleted already', async () => {
    const owner = asUser();
    const done = await upload(owner, 'text/plain', new TextEncoder().encode('words'));
    await service.runJobs();
    const gone = await upload(owner, 'text/plain', new TextEncoder().encode('words'));
    await service.call(deleteAttachment, { as: owner, params: { attachmentId: gone.id } });
    await done.put(new TextEncoder().encode('WORDS'));
    await service.rows((db) => enqueue(db, service.context(), readAttachment, { attachmentId: done.id }));
    expect((await service.runJobs()).map(({ error }) => error)).toEqual([undefined, undefined]);
    expect(await findText(done.id)).toBe('words');
  });
});
