import { newId } from '@lyceum/common/database';
import { completeAttachment, createAttachment, deleteAttachment } from '@lyceum/contracts/program-generation/attachment';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { putObject } from '@lyceum/testing/object-store';
import { createTestProgramService } from '../../test/create-test-program-service.ts';
import { AttachmentEntity } from '../attachments/attachment.entity.ts';
import { attachmentKey } from '../attachments/attachment-key.ts';
import { deleteFiles } from './delete-files.job.ts';

const service = createTestProgramService({ STORAGE_BYTES_PER_PERSON: '1000', STORAGE_BYTES_PER_SPACE: '2500' });

const announce = (as: TestActor, size: number) =>
  service.call(createAttachment, { as, body: { name: 'Конспект.txt', type: 'text/plain', size } });
const remove = (as: TestActor, attachmentId: string) => service.call(deleteAttachment, { as, params: { attachmentId } });

describe('what a person stores', () => {
  it('has a bound from when it is announced, which many at once do not pass', async () => {
    const owner = asUser({ space: 'school-a' });
    const statuses = await Promise.all(Array.from({ length: 50 }, async () => (await announce(owner, 100)).status));
    expect(statuses.filter((status) => status === 201)).toHaveLength(10);
    expect(statuses.filter((status) => status === 409)).toHaveLength(40);
  });

  it('says in both languages how much there is, and leaves other people their room', async () => {
    const owner = asUser({ space: 'school-b' });
    expect((await announce(owner, 1_000)).status).toBe(201);
    const english = await announce(owner, 1);
    const russian = await announce({ ...owner, locale: 'ru' }, 1);
    expect([english.status, english.body.code]).toEqual([409, 'storage.quota_exceeded']);
    expect(english.body.detail).toBe('You have stored 1000 of 1000 bytes. Delete files that are no longer needed.');
    expect(russian.body.detail).toBe('У вас занято 1000 из 1000 Б. Удалите ненужные файлы.');
    expect((await announce(asUser({ space: 'school-b' }), 1_000)).status).toBe(201);
  });

  it('is free again when it is deleted and no upload of it can go on', async () => {
    const owner = asUser({ space: 'school-c' });
    service.clock.set(new Date('2026-11-20T10:00:00Z'));
    const { body } = await announce(owner, 1_000);
    service.clock.set(new Date('2026-11-20T10:09:59Z'));
    expect((await remove(owner, body.id)).status).toBe(204);
    expect((await announce(owner, 1)).status).toBe(409);
    service.clock.set(new Date('2026-11-20T11:09:59Z'));
    expect((await announce(owner, 1)).status).toBe(409);
    service.clock.set(new Date('2026-11-20T11:10:00Z'));
    expect((await announce(owner, 1_000)).status).toBe(201);
    service.clock.reset();
  });

  it('is free again when nobody completed it', async () => {
    const owner = asUser({ space: 'school-d' });
    service.clock.set(new Date('2026-11-20T10:00:00Z'));
    await announce(owner, 1_000);
    service.clock.set(new Date('2026-11-21T10:00:00Z'));
    await service.runJobs();
    expect((await announce(owner, 1_000)).status).toBe(201);
    service.clock.reset();
  });
});

describe('a file that cannot be read', () => {
  it('is deleted when its address takes no more uploads, again when none can go on, and leaves its room then', async () => {
    const owner = asUser({ space: 'school-h' });
    service.clock.set(new Date('2026-11-20T10:00:00Z'));
    const { body } = await announce(owner, 1_000);
    await fetch(body.upload.url, { method: 'PUT', headers: body.upload.headers, body: ' '.repeat(1_000) });
    await service.call(completeAttachment, { as: owner, params: { attachmentId: body.id } });
    await service.runJobs();
    expect((await announce(owner, 1)).status).toBe(409);
    const removals = async () =>
      (await service.outbox(deleteFiles.name)).filter(({ payload }) => JSON.stringify(payload).includes(body.id));
    expect(await removals()).toHaveLength(2);
    service.clock.set(new Date('2026-11-20T10:10:00Z'));
    await service.runJobs();
    expect(await removals()).toHaveLength(1);
    expect((await announce(owner, 1)).status).toBe(409);
    service.clock.set(new Date('2026-11-20T11:10:00Z'));
    await service.runJobs();
    expect(await removals()).toEqual([]);
    expect((await announce(owner, 1_000)).status).toBe(201);
    service.clock.reset();
  });
});

describe('what a space stores', () => {
  it('has a bound too, and says whose it is', async () => {
    const people = Array.from({ length: 50 }, () => asUser({ space: 'school-e' }));
    const answers = await Promise.all(people.map((person) => announce(person, 500)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body.detail).toBe('The space has stored 2500 of 2500 bytes. Delete files that are no longer needed.');
    expect((await announce(asUser({ space: 'school-f' }), 500)).status).toBe(201);
  });
});

describe('the files of a person that are read', () => {
  it('are at most twenty at a time: more answer 429 until some are done', async () => {
    const owner = asUser({ space: 'school-g' });
    const ids = Array.from({ length: 30 }, () => newId());
    const row = { ownerId: owner.id, name: 'a', type: 'text/plain', size: 4, status: 'waiting', cut: false } as const;
    const createdAt = service.clock.now();
    await service.rows(
      (db) =>
        db.insert(
          AttachmentEntity,
          ids.map((id) => ({ ...row, id, createdAt })),
        ),
      owner.space,
    );
    await Promise.all(ids.map((id) => putObject(attachmentKey('school-g', id), new TextEncoder().encode('word'), 'text/plain')));
    const complete = (attachmentId: string) => service.call(completeAttachment, { as: owner, params: { attachmentId } });
    const answers = await Promise.all(ids.map(complete));
    const refused = answers.filter(({ status }) => status === 429);
    expect([answers.filter(({ status }) => status === 202).length, refused.length]).toEqual([20, 10]);
    expect(refused[0]?.body.code).toBe('rate.limited');
    expect(refused[0]?.headers['retry-after']).toBe('5');
    const done = { status: 'ready', text: 'word', characters: 4 } as const;
    await service.rows((db) => db.update(AttachmentEntity, { ownerId: owner.id, status: 'reading' }, done), owner.space);
    expect((await Promise.all(ids.map(complete))).map(({ status }) => status)).toEqual(ids.map(() => 202));
  });
});
