import { enqueue } from '@lyceum/common/outbox';
import { addAuthor, listCourses, removeAuthor } from '@lyceum/contracts/courses/course';
import {
  announceCourseImport,
  completeCourseImport,
  getCourseImport,
  listCourseImports,
} from '@lyceum/contracts/courses/course-import';
import { getDraft } from '@lyceum/contracts/courses/draft';
import { listBanks } from '@lyceum/contracts/courses/question-bank';
import { videoDeleted } from '@lyceum/contracts/streaming/video';
import { asStaff, asUser } from '@lyceum/testing/actors';
import { hasObject, putObject } from '@lyceum/testing/object-store';
import { service } from '../../../test/courses-service.ts';
import { buildCourse, buildLearner, buildLesson, buildModule, buildPublishedCourse, unknownId } from '../../../test/factories.ts';
import { buildWholeDraft, downloadAs, exportAs, importAs, uploadPackage } from '../../../test/package-factories.ts';
import { buildVideo, libraryVideo } from '../../../test/video-factories.ts';
import { toImportKey } from './course-import-key.ts';
import { readImport } from './read-import.job.ts';
import { sweepImportsSchedule } from './sweep-imports.job.ts';

const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

const announced = { name: 'Курс.zip', size: 100 };

async function buildPackage(): Promise<Buffer> {
  const { author, courseId } = await buildWholeDraft();
  return downloadAs(author, await exportAs(author, courseId));
}

const readTitles = async (as: Parameters<typeof getDraftAs>[0], courseId: string) =>
  (await getDraftAs(as, courseId)).map(({ title, lessons }) => [title, lessons.length]);

async function getDraftAs(as: ReturnType<typeof asStaff>, courseId: string): Promise<{ title: string; lessons: unknown[] }[]> {
  return (await service.call(getDraft, { as, params: { courseId } })).body.modules;
}

describe('an import', () => {
  it('is announced, uploaded, read once and listed to whoever wants it', async () => {
    const as = asStaff();
    const bytes = await buildPackage();
    const importId = await uploadPackage(as, bytes);
    const waiting = await service.call(getCourseImport, { as, params: { importId } });
    expect(waiting.body).toMatchObject({ id: importId, name: 'Курс.zip', size: bytes.length, status: 'waiting', courseId: null });
    const answers = await Promise.all([1, 2, 3].map(() => service.call(completeCourseImport, { as, params: { importId } })));
    expect(answers.map(({ status, body }) => [status, body.status])).toEqual(Array(3).fill([200, 'queued']));
    await service.runJobs();
    const list = await service.call(listCourseImports, { as });
    expect(list.body.items).toMatchObject([{ id: importId, status: 'done', format: 'lyceum', finishedAt: expect.any(String) }]);
    const repeated = await service.call(completeCourseImport, { as, params: { importId } });
    expect(repeated.body).toEqual(list.body.items[0]);
  });

  it('adds modules and banks to a course that is there, whatever its banks are called', async () => {
    const { author, courseId } = await buildWholeDraft();
    const bytes = await downloadAs(author, await exportAs(author, courseId));
    const imported = await importAs(author, bytes, courseId);
    expect(imported).toMatchObject({ status: 'done', courseId });
    expect(await readTitles(author, courseId)).toEqual([
      ['Первый модуль', 8],
      ['Второй модуль', 8],
      ['Первый модуль', 8],
      ['Второй модуль', 8],
    ]);
    const { items } = (await service.call(listBanks, { as: author, params: { courseId } })).body;
    const [{ title }] = items;
    expect(items.map((bank: { title: string }) => bank.title)).toEqual([title, `${title} (2)`]);
  });

  it('says what another space does not have, and takes the rest', async () => {
    const required = await buildPublishedCourse({ title: 'Алгебра' });
    const author = asStaff();
    const { id: courseId } = await buildCourse(author, { title: 'Анализ', prerequisites: [required.courseId] });
    const bytes = await downloadAs(author, await exportAs(author, courseId));
    expect(await importAs(asStaff(), bytes)).toMatchObject({ status: 'done', findings: [] });
    const stranger = asUser({ roles: ['staff'], space: 'elsewhere' });
    expect(await importAs(stranger, bytes)).toMatchObject({
      status: 'done',
      findings: [{ place: 'Анализ', severity: 'lost', message: 'The course “Алгебра”, to be finished before, is not here.' }],
    });
  });

  it('keeps videos that the library has, and leaves out lessons with others and says so', async () => {
    const author = asStaff();
    const { id: courseId } = await buildCourse(author, { title: 'Анализ' });
    const moduleId = await buildModule(author, courseId, 'Модуль');
    const videoId = await buildVideo();
    await buildLesson(author, courseId, { moduleId, title: 'Видео', content: libraryVideo(videoId) });
    await buildLesson(author, courseId, { moduleId, title: 'Текст' });
    const exported = await exportAs(author, courseId);
    const stays = 'The video stays in the library of this school: other schools get the course without the lesson.';
    expect(exported.findings).toEqual([{ place: 'Видео', severity: 'lost', message: stays }]);
    const bytes = await downloadAs(author, exported);
    const readLessons = async (as: typeof author) => {
      const { findings, courseId: id } = await importAs(as, bytes);
      const [{ lessons }] = (await service.call(getDraft, { as, params: { courseId: id ?? '' } })).body.modules;
      return [lessons.map(({ title }: { title: string }) => title), findings];
    };
    expect(await readLessons(author)).toEqual([['Видео', 'Текст'], []]);
    const missing = {
      place: 'Модуль / Видео',
      severity: 'lost',
      message: 'The lesson is left out: the library here does not have its video.',
    };
    const stranger = asStaff({ space: 'elsewhere' });
    expect(await readLessons(stranger)).toEqual([['Текст'], [missing]]);
    await service.deliver(videoDeleted, { videoId, occurredAt: '2999-01-01T00:00:00.000Z' });
    expect(await readLessons(author)).toEqual([['Текст'], [missing]]);
  });

  it('goes on after a crash where it was, and makes one course', async () => {
    const as = asStaff();
    const bytes = await buildPackage();
    const { id, courseId } = await importAs(as, bytes);
    await service.rows((db) =>
      db.query("UPDATE course_imports SET status = 'queued', finished_at = NULL, pending = '[]' WHERE id = $1", [id]),
    );
    await service.rows((db) => enqueue(db, service.context(), readImport, { importId: id }));
    await service.runJobs();
    const { body } = await service.call(getCourseImport, { as, params: { importId: id } });
    expect(body).toMatchObject({ status: 'done', courseId });
  });

  it('fails with a reason when its package was exchanged after it was completed', async () => {
    const as = asStaff();
    const importId = await uploadPackage(as, new Uint8Array(100));
    await service.call(completeCourseImport, { as, params: { importId } });
    await putObject(toImportKey('main', importId), new Uint8Array(99), 'application/zip');
    await service.runJobs();
    const { body } = await service.call(getCourseImport, { as, params: { importId } });
    expect(body).toMatchObject({ status: 'failed', reason: 'The package is not there any more.' });
  });

  it('answers 409 while the package is not there or is not as announced', async () => {
    const as = asStaff();
    const { body } = await service.call(announceCourseImport, { as, body: announced });
    const params = { importId: body.id };
    const tryComplete = async () => toCode(await service.call(completeCourseImport, { as, params }));
    expect(await tryComplete()).toEqual([409, 'course_import.not_ready']);
    await putObject(toImportKey('main', body.id), new Uint8Array(99), 'application/zip');
    expect(await tryComplete()).toEqual([409, 'course_import.not_ready']);
  });

  it('is one of at most twenty that wait, however many are announced at once', async () => {
    const as = asStaff();
    const announce = () => service.call(announceCourseImport, { as, body: announced });
    const answers = await Promise.all(Array.from({ length: 22 }, announce));
    expect(answers.map(toCode).filter(([status]) => status === 409)).toEqual(Array(2).fill([409, 'course_import.too_many']));
    expect((await service.call(announceCourseImport, { as: asStaff(), body: announced })).status).toBe(201);
  });

  it('is added to no course of others, and unknown to others', async () => {
    const { courseId } = await buildPublishedCourse();
    const as = asStaff();
    const into = await service.call(announceCourseImport, { as, body: { ...announced, courseId } });
    expect(toCode(into)).toEqual([404, 'course.not_found']);
    const { body } = await service.call(announceCourseImport, { as, body: announced });
    for (const endpoint of [getCourseImport, completeCourseImport]) {
      const missing = [404, 'course_import.not_found'];
      expect(toCode(await service.call(endpoint, { as: asStaff(), params: { importId: body.id } }))).toEqual(missing);
      expect(toCode(await service.call(endpoint, { as, params: { importId: unknownId } }))).toEqual(missing);
    }
    const learner = await buildLearner();
    expect(toCode(await service.call(announceCourseImport, { as: learner, body: announced }))[0]).toBe(403);
  });

  it('is not read into a course whose author one is no more', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const coAuthor = await buildLearner(asUser({ roles: ['staff'] }));
    const place = { courseId, personId: coAuthor.id };
    await service.call(addAuthor, { as: author, params: place });
    const importId = await uploadPackage(coAuthor, new Uint8Array(100), courseId);
    await service.call(removeAuthor, { as: author, params: place });
    const answer = await service.call(completeCourseImport, { as: coAuthor, params: { importId } });
    expect(toCode(answer)).toEqual([404, 'course.not_found']);
  });

  it('makes no second course when two runs read it at once', async () => {
    const as = asStaff();
    const importId = await uploadPackage(as, await buildPackage());
    await service.call(completeCourseImport, { as, params: { importId } });
    await service.rows((db) => enqueue(db, service.context(), readImport, { importId }));
    await service.runJobs();
    const { body } = await service.call(listCourses, { as, query: { mine: 'true' } });
    expect(body.items).toHaveLength(1);
  });

  it('does not count what waits for an upload that cannot come any more', async () => {
    const as = asStaff();
    for (let count = 0; count < 20; count += 1) await service.call(announceCourseImport, { as, body: announced });
    service.clock.advance(3_600_000);
    expect((await service.call(announceCourseImport, { as, body: announced })).status).toBe(201);
    service.clock.reset();
  });

  it('is forgotten after seven days with its package', async () => {
    service.clock.reset();
    const as = asStaff();
    const importId = await uploadPackage(as, new Uint8Array(100));
    const sweep = async () => {
      await service.rows((db) => enqueue(db, service.context(), sweepImportsSchedule.job, {}));
      await service.runJobs();
      return hasObject(toImportKey('main', importId));
    };
    service.clock.advance(7 * 86_400_000 - 60_000);
    expect(await sweep()).toBe(true);
    service.clock.advance(120_000);
    expect(await sweep()).toBe(false);
    service.clock.reset();
  });
});
