import { buffer } from 'node:stream/consumers';
import { announceCourseFile, completeCourseFile } from '@lyceum/contracts/courses/course-file';
import type { createLesson } from '@lyceum/contracts/courses/draft';
import { launchScorm } from '@lyceum/contracts/courses/scorm';
import type { scormContent } from '@lyceum/contracts/courses/scorm-content';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { ZipFile } from 'yazl';
import type { z } from 'zod';
import { service } from './courses-service.ts';
import {
  buildCourse,
  buildEnrolment,
  buildLearner,
  buildLesson,
  buildModule,
  type PublishedCourse,
  publish,
} from './factories.ts';

/** A zip file; names that end with `.html` are deflated, all others stored. */
export function zip(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [name, content] of Object.entries(files))
    archive.addBuffer(Buffer.from(content), name, { compress: name.endsWith('.html') });
  archive.end();
  return buffer(archive.outputStream);
}

export const packageFiles = {
  'index.html': `<!doctype html><title>Начало</title>${'Слово. '.repeat(2000)}`,
  'Media/Звук.mp3': Buffer.from(Array.from({ length: 5000 }, (_, index) => index % 251)),
  'empty.js': '',
};

/** Puts a file into a course. */
async function buildCourseFile(author: TestActor, courseId: string, content: Buffer): Promise<string> {
  const announced = { name: 'Пакет.zip', type: 'application/zip', size: content.length };
  const { body } = await service.call(announceCourseFile, { as: author, params: { courseId }, body: announced });
  const put = await fetch(body.upload.url, { method: 'PUT', headers: body.upload.headers, body: new Uint8Array(content) });
  if (!put.ok) throw new Error(`the object store answered ${put.status}`);
  await service.call(completeCourseFile, { as: author, params: { courseId, courseFileId: body.id } });
  return body.id;
}

interface ScormInput extends Partial<Omit<z.input<typeof scormContent>, 'type' | 'courseFileId'>> {
  readonly completion?: z.input<typeof createLesson.body>['completion'];
  readonly author?: TestActor;
  readonly bytes?: Buffer;
  readonly isDraft?: boolean;
}

export interface ScormCourse extends PublishedCourse {
  readonly courseFileId: string;
  readonly params: { readonly courseId: string; readonly lessonId: string };
}

/** A course whose only lesson is a part of a package; published unless it stays a draft. */
export async function buildScorm(input: ScormInput = {}): Promise<ScormCourse> {
  const { completion, author = asStaff(), bytes, isDraft = false, ...content } = input;
  const { id: courseId } = await buildCourse(author);
  const moduleId = await buildModule(author, courseId);
  const courseFileId = await buildCourseFile(author, courseId, bytes ?? (await zip(packageFiles)));
  const scorm = { type: 'scorm', courseFileId, edition: '1.2', launch: 'index.html', ...content } as const;
  const { id: lessonId } = await buildLesson(author, courseId, { moduleId, title: 'Тренажёр', content: scorm, completion });
  if (!isDraft) await publish(author, courseId);
  return { author, courseId, moduleId, lessons: [lessonId], courseFileId, params: { courseId, lessonId } };
}

/** The same with a learner in it. */
export async function buildScormLearner(input: ScormInput = {}) {
  const course = await buildScorm(input);
  return { ...course, ...(await buildEnrolment(course.courseId, await buildLearner())) };
}

export const tryLaunch = (as: TestActor, params: ScormCourse['params']) => service.call(launchScorm, { as, params });

export interface Launch {
  readonly id: string;
  readonly path: `/launches/${string}`;
}

/** Starts a lesson, which must work. */
export async function launch(as: TestActor, params: ScormCourse['params']): Promise<Launch> {
  const { status, body } = await tryLaunch(as, params);
  if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
  const token = /\/launches\/([\w-]{43})\/$/.exec(body.url)?.[1] ?? '';
  return { id: body.id, path: `/launches/${token}` };
}

export async function get(path: `/${string}`, headers: Record<string, string> = {}) {
  return service.content(`GET ${path}`, { headers });
}

/** What the player begins with. */
export async function getState({ path }: Launch) {
  return JSON.parse((await get(`${path}/state`)).body.toString());
}

interface Told {
  readonly launchId?: string;
  readonly sequence?: number;
  readonly elapsedMs?: number;
  readonly sessionSeconds?: number;
  readonly cmi?: unknown;
}

export const cmi12 = (core: Record<string, unknown> = {}, rest: Record<string, unknown> = {}) => ({
  core: { lesson_status: 'incomplete', ...core },
  suspend_data: 'страница=3',
  ...rest,
});

/** Sends what a package tells; the code of the failure in place of the answer. */
export async function commit({ id, path }: Launch, told: Told = {}): Promise<[status: number, answer: unknown]> {
  const body = { launchId: id, sequence: 1, elapsedMs: 0, sessionSeconds: 0, cmi: cmi12(), ...told };
  const reply = await service.content(`POST ${path}/commits`, { body: JSON.stringify(body) });
  const answer = JSON.parse(reply.body.toString());
  return [reply.status, reply.status === 200 ? answer : answer.code];
}

export const kept = [200, { kept: true, sequence: expect.any(Number) }];
export const notKept = [200, { kept: false, sequence: expect.any(Number) }];
