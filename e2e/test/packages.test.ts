import { downloadCourseExport, exportCourse, getCourseExport } from '@lyceum/contracts/courses/course-export';
import { announceCourseImport, completeCourseImport, getCourseImport } from '@lyceum/contracts/courses/course-import';
import { enrol } from '@lyceum/contracts/courses/enrolment';
import { getOutline } from '@lyceum/contracts/courses/outline';
import { publishCourse } from '@lyceum/contracts/courses/revision';
import { launchScorm } from '@lyceum/contracts/courses/scorm';
import { login } from '@lyceum/contracts/tokens/session';
import { zipSync } from 'fflate';
import { type Api, createApi } from '../src/api.ts';
import { poll } from '../src/poll.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';

let stack: PrivateStack;

beforeAll(async () => {
  stack = await startPrivateStack();
}, 120_000);
afterAll(() => stack?.stop());

const toBytes = (text: string) => new TextEncoder().encode(text);

const manifest = `<?xml version="1.0"?>
<manifest identifier="M" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="O"><organization identifier="O"><title>Тренажёр</title>
    <item identifier="I" identifierref="R"><title>Начало</title></item>
  </organization></organizations>
  <resources><resource identifier="R" type="webcontent" adlcp:scormtype="sco" href="index.html"><file href="index.html"/></resource></resources>
</manifest>`;

/** The status of an answer that is read to its end. */
async function readStatus(url: string): Promise<number> {
  const answer = await fetch(url);
  await answer.arrayBuffer();
  return answer.status;
}

async function importPackage(api: Api, token: string, bytes: Uint8Array<ArrayBuffer>) {
  const { body } = await api.call(announceCourseImport, { token, body: { name: 'Курс.zip', size: bytes.length } });
  const put = await fetch(body.upload.url, { method: 'PUT', headers: body.upload.headers, body: bytes });
  expect([put.status, await put.text()]).toEqual([200, '']);
  const params = { importId: body.id };
  await api.call(completeCourseImport, { token, params });
  return poll('the import', 30_000, async () => {
    const { body: found } = await api.call(getCourseImport, { token, params });
    return found.finishedAt ? found : undefined;
  });
}

it('leads from a package of another system to a lesson that is shown at the content address and finished there', async () => {
  const api = createApi(stack.gatewayUrl);
  const { accessToken: token } = (await api.call(login, { body: stack.demo })).body;
  const files = { 'imsmanifest.xml': toBytes(manifest), 'index.html': toBytes('<!doctype html><p>Слово</p>') };
  const imported = await importPackage(api, token, zipSync(files));
  expect(imported).toMatchObject({ status: 'done', format: 'scorm', findings: [] });
  const params = { courseId: imported.courseId ?? '' };
  await api.call(publishCourse, { token, params, body: {} });
  await api.call(enrol, { token, params, body: {} });
  const outline = (await api.call(getOutline, { token, params })).body;
  const lessonId = outline.modules[0]?.lessons[0]?.id ?? '';

  const launch = (await api.call(launchScorm, { token, params: { ...params, lessonId } })).body;
  expect(new URL(launch.url).origin).not.toBe(new URL(stack.gatewayUrl).origin);
  expect(await readStatus(launch.url)).toBe(200);
  for (const path of ['player/player.js', 'player/run-time-1.2.js', 'state'])
    expect(await readStatus(launch.url + path)).toBe(200);
  const start = await fetch(`${launch.url}package/index.html`);
  expect([start.status, await start.text()]).toEqual([200, '<!doctype html><p>Слово</p>']);
  expect(await readStatus(launch.url.replace(new URL(launch.url).origin, stack.gatewayUrl))).toBe(404);

  const cmi = { core: { lesson_status: 'completed', score: { raw: '90' } }, suspend_data: 'страница 2' };
  const commit = { launchId: launch.id, sequence: 1, elapsedMs: 1000, sessionSeconds: 1, cmi };
  const sent = await fetch(`${launch.url}commits`, { method: 'POST', body: JSON.stringify(commit) });
  expect([sent.status, await sent.json()]).toEqual([200, { kept: true, sequence: 1 }]);
  const after = (await api.call(getOutline, { token, params })).body;
  expect(after).toMatchObject({ percent: 100, completedAt: expect.any(String) });
}, 120_000);

it('takes a course out and in again through the object store, to the same bytes', async () => {
  const api = createApi(stack.gatewayUrl);
  const { accessToken: token } = (await api.call(login, { body: stack.demo })).body;
  const files = { 'imsmanifest.xml': toBytes(manifest), 'index.html': toBytes('<!doctype html><p>Слово</p>') };
  const { courseId: first } = await importPackage(api, token, zipSync(files));
  const bytes = await exportPackage(api, token, first ?? '');
  const { courseId: second, findings } = await importPackage(api, token, bytes);
  expect(findings).toEqual([]);
  expect(Buffer.from(await exportPackage(api, token, second ?? '')).equals(Buffer.from(bytes))).toBe(true);
}, 120_000);

async function exportPackage(api: Api, token: string, courseId: string): Promise<Uint8Array<ArrayBuffer>> {
  const { body } = await api.call(exportCourse, { token, params: { courseId }, body: { format: 'lyceum' } });
  const params = { courseId, exportId: body.id };
  await poll('the export', 30_000, async () => {
    const { body: found } = await api.call(getCourseExport, { token, params });
    return found.status === 'done' || undefined;
  });
  const { location } = (await api.call(downloadCourseExport, { token, params })).body;
  return new Uint8Array(await (await fetch(location)).arrayBuffer());
}
