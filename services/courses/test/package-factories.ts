import { type courseExport, downloadCourseExport, exportCourse, getCourseExport } from '@lyceum/contracts/courses/course-export';
import { announceCourseFile, completeCourseFile, type courseFile } from '@lyceum/contracts/courses/course-file';
import {
  announceCourseImport,
  completeCourseImport,
  type courseImport,
  getCourseImport,
} from '@lyceum/contracts/courses/course-import';
import type { createLesson } from '@lyceum/contracts/courses/draft';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { service } from './courses-service.ts';
import { buildBank, buildCourse, buildLesson, buildModule, buildQuestion, opened, text, video } from './factories.ts';

type CourseFile = z.output<typeof courseFile>;
export type CourseImport = z.output<typeof courseImport>;
export type CourseExport = z.output<typeof courseExport>;

export const handout = new TextEncoder().encode('Типы: краткая памятка.');

export const handoutInput = { name: 'Памятка.txt', type: 'text/plain', size: handout.length };

export const announceFile = (as: TestActor, courseId: string, overrides: Partial<typeof handoutInput> = {}) =>
  service.call(announceCourseFile, { as, params: { courseId }, body: { ...handoutInput, ...overrides } });

/** What a client does with the address it was given. */
export async function putTo(upload: { url: string; headers: Record<string, string> }, bytes: Uint8Array): Promise<void> {
  const response = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: new Uint8Array(bytes) });
  if (!response.ok) throw new Error(`the object store answered ${response.status}`);
}

/** A file of a course that is there. */
export async function buildCourseFile(
  as: TestActor,
  courseId: string,
  overrides: Partial<typeof handoutInput> = {},
): Promise<CourseFile> {
  const { body } = await announceFile(as, courseId, overrides);
  await putTo(body.upload, handout);
  return (await service.call(completeCourseFile, { as, params: { courseId, courseFileId: body.id } })).body;
}

type LessonInput = z.input<typeof createLesson.body>;

/** A draft with a lesson of every type. */
export async function buildWholeDraft(author = asStaff()): Promise<{ author: TestActor; courseId: string }> {
  const { id: courseId } = await buildCourse(author, {
    ...{ title: 'Основы TypeScript: «всё»', summary: 'О типах.', description: 'Курс *о типах*.', level: 'advanced' },
    ...{ tags: ['типы', 'node'], price: { amount: 100_00, currency: 'RUB' }, enrolment: 'closed', sequential: false },
    ...{ coverUrl: 'https://example.org/cover.png' },
  });
  const questions = [buildQuestion({ tags: ['типы'], points: 2 }), buildQuestion({ prompt: 'Сколько будет $2^2$?' })];
  const bankId = await buildBank(author, courseId, questions);
  const { id: courseFileId } = await buildCourseFile(author, courseId);
  const { id: imageId } = await buildCourseFile(author, courseId, { name: 'Карта.png', type: 'image/png' });
  const lessons: (Omit<LessonInput, 'moduleId'> & Partial<LessonInput>)[] = [
    { title: 'Текст', content: text('Типы **проверяются** до запуска.'), completion: opened(30) },
    { title: 'Видео', content: video(), required: false, opening: { opens: 'after', days: 3 } },
    { title: 'Картинка', content: { type: 'text', blocks: [{ id: 'map', type: 'image', courseFileId: imageId, alt: 'Карта' }] } },
    { title: 'Файл', content: { type: 'file', courseFileId, description: 'Скачайте.' } },
    { title: 'Ссылка', content: { type: 'link', url: 'https://example.org/types', description: '' } },
    { title: 'Тест', content: { type: 'quiz', settings: { questions: [{ bankId, draw: 1, tag: 'типы' }], maxAttempts: 3 } } },
    {
      title: 'Встреча',
      content: { type: 'meeting', url: 'https://meet.example.org/1', startsAt: '2999-01-01T10:00:00Z', durationMinutes: 60 },
    },
    {
      title: 'Эссе',
      content: {
        ...{ type: 'assignment', description: 'Напишите.', takes: { text: true, files: 2 }, points: 10 },
        rubric: [{ id: 'idea', title: 'Мысль', points: 10 }],
        peerReview: { reviews: 2, acceptPercent: 60 },
      },
    },
  ];
  for (const title of ['Первый модуль', 'Второй модуль']) {
    const moduleId = await buildModule(author, courseId, title);
    for (const lesson of lessons) await buildLesson(author, courseId, { ...lesson, moduleId });
  }
  return { author, courseId };
}

/** Orders a package and waits for it. */
export async function exportAs(
  as: TestActor,
  courseId: string,
  format: CourseExport['format'] = 'lyceum',
): Promise<CourseExport> {
  const { body } = await service.call(exportCourse, { as, params: { courseId }, body: { format } });
  await service.runJobs();
  return (await service.call(getCourseExport, { as, params: { courseId, exportId: body.id } })).body;
}

/** The bytes of a package that is made. */
export async function downloadAs(as: TestActor, { courseId, id: exportId }: CourseExport): Promise<Buffer> {
  const { headers } = await service.call(downloadCourseExport, { as, params: { courseId, exportId } });
  return Buffer.from(await (await fetch(headers['location'] ?? '')).arrayBuffer());
}

/** Announces and uploads a package. */
export async function uploadPackage(as: TestActor, bytes: Uint8Array, courseId: string | null = null): Promise<string> {
  const announced = { name: 'Курс.zip', size: bytes.length, courseId };
  const { status, body } = await service.call(announceCourseImport, { as, body: announced });
  if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
  await putTo(body.upload, bytes);
  return body.id;
}

/** The same, read to its end. */
export async function importAs(as: TestActor, bytes: Uint8Array, courseId: string | null = null): Promise<CourseImport> {
  const importId = await uploadPackage(as, bytes, courseId);
  await service.call(completeCourseImport, { as, params: { importId } });
  await service.runJobs();
  return (await service.call(getCourseImport, { as, params: { importId } })).body;
}
