import { patchDocument } from '@lyceum/contracts/program-generation/editing';
import {
  createExport,
  downloadExport,
  type ExportFile,
  exportFile,
  exportProgram,
  getExport,
  previewProgram,
} from '@lyceum/contracts/program-generation/export';
import { deleteProgram, type Program } from '@lyceum/contracts/program-generation/program';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { strFromU8, unzipSync } from 'fflate';
import type { z } from 'zod';
import { buildReadyProgram, buildWaitingProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';
import { exportProgram as exportProgramJob } from './request-export.ts';

const unknownId = '01935e1c-0000-7000-8000-000000000000';
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const order = (as: TestActor, programId: string, body: z.input<typeof createExport.body> = {}) =>
  service.call(createExport, { as, params: { programId }, body });
const read = async (as: TestActor, { programId, id: exportId }: ExportFile): Promise<ExportFile> =>
  (await service.call(getExport, { as, params: { programId, exportId } })).body;
const locate = (as: TestActor, { programId, id: exportId }: ExportFile) =>
  service.call(downloadExport, { as, params: { programId, exportId } });
const current = (as: TestActor, programId: string, query: z.input<typeof exportProgram.query> = {}) =>
  service.call(exportProgram, { as, params: { programId }, query });

async function download({ status, headers }: { status: number; headers: Record<string, string> }) {
  expect(status).toBe(303);
  const response = await fetch(String(headers['location']));
  expect(response.status).toBe(200);
  const name = /^attachment; .*filename\*=UTF-8''(.+)$/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  return {
    type: response.headers.get('content-type'),
    name: decodeURIComponent(name ?? ''),
    bytes: new Uint8Array(await response.arrayBuffer()),
  };
}

/** Runs the jobs; says how those went that make files. */
async function makeFiles() {
  const outcomes = await service.runJobs();
  return outcomes.filter(({ name }) => name === exportProgramJob.name).map(({ attempts, error }) => ({ attempts, error }));
}

const retitle = (as: TestActor, programId: string, value: string) =>
  service.call(patchDocument, { as, params: { programId }, body: { operations: [{ op: 'replace', path: '/title', value }] } });

describe('POST /programs/:programId/exports', () => {
  it('answers 202 and has a job make the file', async () => {
    service.clock.set(new Date('2026-11-20T10:00:01.500Z'));
    const owner = asUser();
    const { id: programId } = await buildReadyProgram(service, owner);
    const { status, body } = await order(owner, programId, { format: 'md', profile: 'gost-7.0.97' });
    service.clock.reset();
    expect(status).toBe(202);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      programId,
      documentVersion: 1,
      format: 'md',
      profile: 'gost-7.0.97',
      letterhead: false,
      status: 'queued',
      failure: null,
      size: null,
      missingCharacters: [],
      warnings: [],
      createdAt: '2026-11-20T10:00:01.500Z',
    });
    const early = await locate(owner, body);
    expect([early.status, early.body.code]).toEqual([409, 'export.not_ready']);
    expect(await makeFiles()).toEqual([{ attempts: 1, error: undefined }]);
    const { bytes } = await download(await locate(owner, body));
    expect(await read(owner, body)).toEqual({ ...body, status: 'ready', size: bytes.length });
  });

  it('gives the same file to the same order of the same version, and makes it once', async () => {
    const owner = asUser();
    const { id } = await buildReadyProgram(service, owner);
    const orders = await Promise.all(Array.from({ length: 5 }, () => order(owner, id, { format: 'md' })));
    expect(new Set(orders.map(({ body }) => body.id)).size).toBe(1);
    expect(await makeFiles()).toHaveLength(1);
    const again = await order(asStaff(), id, { format: 'md' });
    expect([again.status, again.body.id, again.body.status]).toEqual([202, orders[0]?.body.id, 'ready']);
    const other = await order(owner, id, { format: 'md', profile: 'gost-7.0.97' });
    expect(other.body.id).not.toBe(again.body.id);
  });

  it('gives another file after an edit, and keeps the one of the old version as it was', async () => {
    const owner = asUser();
    const { id } = await buildReadyProgram(service, owner);
    const first = await order(owner, id, { format: 'md' });
    await retitle(owner, id, 'Разработка на Rust');
    const second = await order(owner, id, { format: 'md' });
    expect([first.body.documentVersion, second.body.documentVersion]).toEqual([1, 2]);
    await makeFiles();
    const texts = await Promise.all(
      [first.body, second.body].map(async (file) => strFromU8((await download(await locate(owner, file))).bytes)),
    );
    expect(texts).toEqual([
      expect.stringContaining('# «Разработка на TypeScript»'),
      expect.stringContaining('# «Разработка на Rust»'),
    ]);
  });

  it.each([
    ['docx', docx, /^PK/, true],
    ['pdf', 'application/pdf', /^%PDF-1\.\d/, true],
    ['html', 'text/html; charset=utf-8', /^<!doctype html>/, false],
    ['md', 'text/markdown; charset=utf-8', /# «Основы Python»/, false],
  ] as const)('makes a .%s of type %s in both profiles', async (format, type, content, isPaged) => {
    const owner = asUser();
    const { id } = await buildReadyProgram(service, owner, { title: 'Основы Python' });
    const orders = await Promise.all(
      (['gost-7.32', 'gost-7.0.97'] as const).map((profile) => order(owner, id, { format, profile })),
    );
    await makeFiles();
    const files = await Promise.all(orders.map(async ({ body }) => download(await locate(owner, body))));
    for (const { bytes, ...file } of files) {
      expect(file).toEqual({ type, name: `Основы Python.${format}` });
      expect(strFromU8(bytes)).toMatch(content);
    }
    // Profiles say how pages are laid out, and only these formats have any.
    const [one, other] = files.map(({ bytes }) => Buffer.from(bytes));
    expect(one?.equals(other ?? Buffer.of())).toBe(!isPaged);
  });

  it.each([
    ['en', 'There are no fonts for some characters; the file has � in their place: 𠮷 (U+20BB7), \u{F0000} (U+F0000).'],
    ['ru', 'Для некоторых символов нет шрифта, в файле вместо них стоит �: 𠮷 (U+20BB7), \u{F0000} (U+F0000).'],
  ] as const)('says which characters a PDF could not show, in %s', async (locale, message) => {
    const owner = asUser();
    const { id } = await buildReadyProgram(service, owner, { title: 'Знаки 𠮷 и \u{F0000}, 你好 ✓' });
    const { body: file } = await order(owner, id, { format: 'pdf' });
    await makeFiles();
    const params = { programId: id, exportId: file.id };
    const { body } = await service.call(getExport, { as: owner, params, headers: { 'accept-language': locale } });
    expect(body).toMatchObject({
      status: 'ready',
      missingCharacters: ['𠮷', '\u{F0000}'],
      warnings: [{ code: 'missing-characters', message }],
    });
  });

  it('says that a file failed after all attempts, and makes it when it is ordered again', async () => {
    const owner = asUser();
    const { id } = await buildReadyProgram(service, owner);
    const { body: file } = await order(owner, id, { format: 'html' });
    // A version that nothing can be printed of, as a fault of ours would leave it.
    await service.rows((db) => db.query("UPDATE program_versions SET document = '{}' WHERE program_id = $1", [id]));
    expect(await makeFiles()).toEqual([{ attempts: exportProgramJob.attempts, error: expect.anything() }]);
    expect(await read(owner, file)).toEqual({ ...file, status: 'failed', failure: 'render' });
    expect((await locate(owner, file)).body).toMatchObject({ status: 409, code: 'export.failed' });
    expect((await current(owner, id, { format: 'html' })).body).toMatchObject({ status: 409, code: 'export.failed' });

    await service.rows((db) =>
      db.query(
        'UPDATE program_versions version SET document = program.document FROM programs program WHERE program.id = program_id AND program_id = $1',
        [id],
      ),
    );
    const again = await order(owner, id, { format: 'html' });
    expect([again.status, again.body]).toEqual([202, file]);
    await makeFiles();
    expect(await read(owner, file)).toMatchObject({ status: 'ready', failure: null });
    expect((await download(await locate(owner, file))).name).toBe('Разработка на TypeScript.html');
  });

  it('does nothing for a programme that is deleted in the meantime', async () => {
    const owner = asUser();
    const { id: programId } = await buildReadyProgram(service, owner);
    await order(owner, programId, { format: 'md' });
    await service.call(deleteProgram, { as: owner, params: { programId } });
    expect(await makeFiles()).toEqual([{ attempts: 1, error: undefined }]);
  });

  it.each([
    ['an unknown format', { format: 'odt' }, '/body/format'],
    ['an unknown profile', { profile: 'gost-1' }, '/body/profile'],
    ['what it does not know', { pages: 2 }, '/body'],
  ])('answers 400 to %s', async (_, wrong, pointer) => {
    const response = await service.http
      .post(`/api/v1/programs/${unknownId}/exports`)
      .set('authorization', `Bearer ${service.token(asUser())}`)
      .send(wrong);
    expect([response.status, response.body.errors]).toMatchObject([400, [{ pointer }]]);
  });
});

describe('GET /programs/:programId/exports/:exportId', () => {
  it('answers 404 to an unknown file and to one of another programme', async () => {
    const owner = asUser();
    const one = await buildReadyProgram(service, owner);
    const other = await buildReadyProgram(service, owner);
    const { body: file } = await order(owner, one.id);
    expect(exportFile.parse(await read(owner, file))).toEqual(file);
    for (const wrong of [
      { ...file, programId: other.id },
      { ...file, id: unknownId },
    ]) {
      expect(await read(owner, wrong)).toMatchObject({ status: 404, code: 'export.not_found' });
      expect((await locate(owner, wrong)).body).toMatchObject({ status: 404, code: 'export.not_found' });
    }
  });
});

describe('GET /programs/:programId/export', () => {
  it('answers 303 to an address that gives the .docx of the generated programme for five minutes, without a token', async () => {
    const owner = asUser();
    const { id } = await buildReadyProgram(service, owner, { title: 'Основы Python: "быстрый старт"' });
    const response = await current(owner, id);
    const { searchParams, pathname } = new URL(String(response.headers['location']));
    expect(searchParams.get('X-Amz-Expires')).toBe('300');
    expect(pathname).toContain(`/main/programs/${id}/`);
    const { type, name, bytes } = await download(response);
    expect([type, name]).toEqual([docx, 'Основы Python быстрый старт.docx']);
    expect(strFromU8(unzipSync(bytes)['word/document.xml'] ?? new Uint8Array())).toContain(
      '«Основы Python: &quot;быстрый старт&quot;»',
    );
  });

  it('gives an address that stops to work when it is changed', async () => {
    const owner = asUser();
    const { id } = await buildReadyProgram(service, owner);
    const { headers } = await current(owner, id);
    const location = new URL(String(headers['location']));
    location.searchParams.set('X-Amz-Expires', '604800');
    expect((await fetch(location)).status).toBe(403);
  });

  it('keeps the files of a space under its name', async () => {
    const owner = asUser({ space: 'school-a' });
    const { id } = await buildReadyProgram(service, owner);
    const { headers } = await current(owner, id, { format: 'docx' });
    expect(new URL(String(headers['location'])).pathname).toContain(`/school-a/programs/${id}/`);
  });

  it('answers 404 until the file of the newest version is ordered, and 409 until it is made', async () => {
    const owner = asUser();
    const { id } = await buildReadyProgram(service, owner);
    await retitle(owner, id, 'Разработка на Rust');
    expect((await current(owner, id)).body).toMatchObject({ status: 404, code: 'export.not_ordered' });
    await order(owner, id);
    expect((await current(owner, id)).body.code).toBe('export.not_ready');
    await makeFiles();
    expect((await download(await current(owner, id))).name).toBe('Разработка на Rust.docx');
    expect((await current(owner, id, { profile: 'gost-7.0.97' })).body).toMatchObject({
      status: 404,
      code: 'export.not_ordered',
    });
  });

  it('answers 400 to an unknown format', async () => {
    const response = await service.http
      .get(`/api/v1/programs/${unknownId}/export?format=odt`)
      .set('authorization', `Bearer ${service.token(asUser())}`);
    expect([response.status, response.body.errors]).toMatchObject([400, [{ pointer: '/query/format' }]]);
  });
});

describe('GET /programs/:programId/preview', () => {
  it('answers 200 with the current document as a page in which everything is text', async () => {
    const owner = asUser();
    const { id: programId } = await buildReadyProgram(service, owner);
    await retitle(owner, programId, '<script>alert(1)</script>');
    for (const profile of ['gost-7.32', 'gost-7.0.97'] as const) {
      const { status, body } = await service.call(previewProgram, { as: owner, params: { programId }, query: { profile } });
      expect(status).toBe(200);
      expect(body.html).toMatch(/^<!doctype html>\n<html lang="ru">/);
      expect(body.html).toContain('<h1>«&lt;script&gt;alert(1)&lt;/script&gt;»</h1>');
      expect(body.html).not.toContain('<script');
    }
  });
});

describe.each([
  ['POST /exports', (as: TestActor, { id }: Pick<Program, 'id'>) => order(as, id)],
  ['GET /export', (as: TestActor, { id }: Pick<Program, 'id'>) => current(as, id)],
  [
    'GET /preview',
    (as: TestActor, { id: programId }: Pick<Program, 'id'>) => service.call(previewProgram, { as, params: { programId } }),
  ],
] as const)('%s of a programme', (_, send) => {
  it('answers 409 before it is generated', async () => {
    const owner = asUser();
    const { status, body } = await send(owner, await buildWaitingProgram(service, owner));
    expect([status, body.code]).toEqual([409, 'program.not_ready']);
  });
});
