import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { listNotifications } from '@lyceum/contracts/notifications/notification';
import { exportProgram } from '@lyceum/contracts/program-generation/export';
import { createProgram, getProgram, listPrograms, type Program } from '@lyceum/contracts/program-generation/program';
import type { ProgramRequestInput } from '@lyceum/contracts/program-generation/program-request';
import { idempotencyKeyReused } from '@lyceum/contracts/shared/common-problems';
import { strFromU8, unzipSync } from 'fflate';
import { type Api, expectProblem } from './api.ts';
import { poll } from './poll.ts';

const request: ProgramRequestInput = {
  title: 'Практикум автоматизации тестирования',
  kind: 'professional-development',
  audience: 'Инженеры по качеству с опытом от года',
  level: 'intermediate',
  hours: 72,
  topics: ['Тест-дизайн', 'Проверка HTTP API', 'Проверка веб-интерфейса', 'Нагрузка и отказы'],
  language: 'ru',
};
const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Orders a programme; the repeat of a request that a client may have lost orders nothing more. */
export async function orderProgram(api: Api, token: string): Promise<Program> {
  const headers = { 'idempotency-key': randomUUID() };
  const first = await api.call(createProgram, { token, headers, body: request });
  const again = await api.call(createProgram, { token, headers, body: request });
  assert.equal(again.body.id, first.body.id, 'the replay names the same programme');
  const other = await api.send(createProgram, { token, headers, body: { ...request, hours: 80 } });
  await expectProblem(other, idempotencyKeyReused);
  const mine = await api.call(listPrograms, { token });
  assert.deepEqual(
    mine.body.items.map(({ id }) => id),
    [first.body.id],
    'the list has this programme once',
  );
  return first.body;
}

/** Orders a programme that differs from the usual one. */
export async function orderVariant(api: Api, token: string, order: Partial<ProgramRequestInput>): Promise<Program> {
  const headers = { 'idempotency-key': randomUUID() };
  return (await api.call(createProgram, { token, headers, body: { ...request, ...order } })).body;
}

export async function waitUntilReady(api: Api, token: string, program: Program): Promise<Program> {
  const ready = await waitUntilGenerated(api, token, program);
  assert.equal(ready.document?.hours, request.hours, 'hours of the programme');
  return ready;
}

export function waitUntilGenerated(api: Api, token: string, { id }: Program): Promise<Program> {
  return poll('the programme', 60_000, async () => {
    const { body } = await api.call(getProgram, { token, params: { programId: id } });
    assert.notEqual(body.generation.state, 'failed', `generation failed: ${body.generation.failure?.message}`);
    return body.generation.state === 'ready' ? body : undefined;
  });
}

/** Follows the redirect to the object store, without a token, and looks into the document. Returns its size in bytes. */
export async function download(api: Api, token: string, { id, title }: Program): Promise<number> {
  const { body } = await api.call(exportProgram, { token, params: { programId: id }, query: { format: 'docx' } });
  const file = await fetch(body.location);
  assert.equal(file.status, 200, `the object store answered ${file.status}`);
  assert.equal(file.headers.get('content-type'), docxType);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const xml = unzipSync(bytes)['word/document.xml'];
  assert.ok(xml, 'the file has word/document.xml');
  assert.ok(
    strFromU8(xml)
      .replace(/<[^>]*>/g, '')
      .includes(title),
    'the document has the title',
  );
  return bytes.length;
}

/** The person's own list of mails says that both were sent. */
export async function waitForNotices(api: Api, token: string): Promise<void> {
  await poll('the notices', 10_000, async () => {
    const { items } = (await api.call(listNotifications, { token })).body;
    const sent = items.filter(({ status }) => status === 'sent').map(({ kind }) => kind);
    return sent.includes('email-confirmation') && sent.includes('program-ready') ? sent : undefined;
  });
}
