import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { createAttachment, deleteAttachment } from '@lyceum/contracts/program-generation/attachment';
import { asUser } from '@lyceum/testing/actors';
import { hasObject } from '@lyceum/testing/object-store';
import { createTestProgramService } from '../../test/create-test-program-service.ts';
import { attachmentKey } from './attachment-key.ts';

const service = createTestProgramService({ STORAGE_BYTES_PER_PERSON: '1000' });

const owner = asUser({ space: 'school-slow' });
const announce = (size: number) =>
  service.call(createAttachment, { as: owner, body: { name: 'Конспект.txt', type: 'text/plain', size } });

/** Sends the half of a file of 1000 bytes, which the store waits to have whole. */
async function beginUpload({ url, headers }: { url: string; headers: Record<string, string> }): Promise<ClientRequest> {
  const upload = request(url, { method: 'PUT', headers: { ...headers, 'content-length': 1_000, expect: '100-continue' } });
  upload.flushHeaders();
  await once(upload, 'continue');
  upload.write(' '.repeat(500));
  return upload;
}

async function endUpload(upload: ClientRequest): Promise<number | undefined> {
  upload.end(' '.repeat(500));
  const [answer] = (await once(upload, 'response')) as [IncomingMessage]; // what `response` is emitted with
  answer.resume();
  return answer.statusCode;
}

describe('an upload that ends after its attachment was deleted and removed', () => {
  it('is removed too when no upload can go on any more, and takes room until then', async () => {
    service.clock.set(new Date('2026-11-20T10:00:00Z'));
    const { body } = await announce(1_000);
    const upload = await beginUpload(body.upload);
    expect((await service.call(deleteAttachment, { as: owner, params: { attachmentId: body.id } })).status).toBe(204);
    service.clock.set(new Date('2026-11-20T10:10:00Z'));
    await service.runJobs();
    expect(await endUpload(upload)).toBe(200);
    const key = attachmentKey('school-slow', body.id);
    expect(await hasObject(key)).toBe(true);
    expect((await announce(1)).status).toBe(409);
    service.clock.set(new Date('2026-11-20T11:10:00Z'));
    await service.runJobs();
    expect(await hasObject(key)).toBe(false);
    expect((await announce(1_000)).status).toBe(201);
    service.clock.reset();
  });
});
