import { createAttachment } from '@lyceum/contracts/program-generation/attachment';
import { createExport } from '@lyceum/contracts/program-generation/export';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { createTestProgramService } from '../../test/create-test-program-service.ts';
import { buildReadyProgram } from '../../test/factories.ts';

const service = createTestProgramService({
  STORAGE_BYTES_PER_PERSON: '10000000',
  STORAGE_BYTES_PER_SPACE: '15000000',
});

const announce = (as: TestActor, size: number) =>
  service.call(createAttachment, { as, body: { name: 'Конспект.txt', type: 'text/plain', size } });
const order = (as: TestActor, programId: string, format: 'md' | 'docx' = 'md') =>
  service.call(createExport, { as, params: { programId }, body: { format } });

/** Announces what room there is, less than 10 MB because a programme has a file already. */
async function fillRoom(owner: TestActor): Promise<void> {
  const { body } = await announce(owner, 10_000_000);
  const free = / (\d+) of (\d+) bytes/.exec(body.detail);
  expect((await announce(owner, Number(free?.[2]) - Number(free?.[1]))).status).toBe(201);
}

const readyProgram = async (owner: TestActor) => (await buildReadyProgram(service, owner)).id;

describe('an export without room', () => {
  it('is refused in both languages, and the file that is there already is not', async () => {
    const owner = asUser({ space: 'school-a' });
    const programId = await readyProgram(owner);
    await fillRoom(owner);
    const english = await order(owner, programId);
    const russian = await order({ ...owner, locale: 'ru' }, programId);
    expect([english.status, english.body.code]).toEqual([409, 'storage.quota_exceeded']);
    expect(english.body.detail).toBe('You have stored 10000000 of 10000000 bytes. Delete files that are no longer needed.');
    expect(russian.body.detail).toBe('У вас занято 10000000 из 10000000 Б. Удалите ненужные файлы.');
    expect((await order(owner, programId, 'docx')).status).toBe(202);
  });

  it('counts for the owner of the programme, whoever orders it', async () => {
    const owner = asUser({ space: 'school-b' });
    const staff = asStaff({ space: 'school-b' });
    const programId = await readyProgram(owner);
    await fillRoom(owner);
    const english = await order(staff, programId);
    const russian = await order({ ...staff, locale: 'ru' }, programId);
    expect([english.status, english.body.code]).toEqual([409, 'storage.quota_exceeded']);
    expect(english.body.detail).toBe(
      'The owner of the programme has stored 10000000 of 10000000 bytes. Files that are no longer needed have to be deleted.',
    );
    expect(russian.body.detail).toBe('У владельца программы занято 10000000 из 10000000 Б. Нужно удалить ненужные файлы.');
  });

  it('counts for the space too', async () => {
    const owner = asUser({ space: 'school-c' });
    const programId = await readyProgram(owner);
    expect((await announce(asUser({ space: 'school-c' }), 10_000_000)).status).toBe(201);
    await fillRoom(asUser({ space: 'school-c' }));
    const { status, body } = await order(owner, programId);
    expect([status, body.code]).toEqual([409, 'storage.quota_exceeded']);
    expect(body.detail).toBe('The space has stored 15000000 of 15000000 bytes. Delete files that are no longer needed.');
  });
});
