import { enqueue } from '@lyceum/common/outbox';
import { getCourse } from '@lyceum/contracts/courses/course';
import { downloadCourseExport, exportCourse, getCourseExport } from '@lyceum/contracts/courses/course-export';
import { getDraft, getDraftLesson } from '@lyceum/contracts/courses/draft';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { hasObject } from '@lyceum/testing/object-store';
import { service } from '../../../test/courses-service.ts';
import { buildCourse, buildLearner, unknownId } from '../../../test/factories.ts';
import { buildWholeDraft, downloadAs, exportAs, importAs } from '../../../test/package-factories.ts';
import { toExportKey } from './course-export-key.ts';
import { sweepExportsSchedule } from './sweep-exports.job.ts';

const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

/** A draft as its author reads it, without ids and times. */
async function readWhole(as: TestActor, courseId: string) {
  const { title, summary, description, level, tags, price, enrolment, sequential, coverUrl, language } = (
    await service.call(getCourse, { as, params: { courseId } })
  ).body;
  const { modules } = (await service.call(getDraft, { as, params: { courseId } })).body;
  const lessons: unknown[] = [];
  for (const { id: lessonId } of modules.flatMap((module: { lessons: { id: string }[] }) => module.lessons)) {
    const { body } = await service.call(getDraftLesson, { as, params: { courseId, lessonId } });
    const { title: name, type, required, completion, opening, shown } = body;
    const looks = shown.map(({ html }: { html: string }) => html.replace(/ src="http[^"]*"/, ' src="…"'));
    lessons.push({ name, type, required, completion, opening, looks });
  }
  return { title, summary, description, level, tags, price, enrolment, sequential, coverUrl, language, lessons };
}

describe('a package of a course', () => {
  it('holds all of it: what is imported of it looks the same and exports to the same bytes', async () => {
    const { author, courseId } = await buildWholeDraft();
    const exported = await exportAs(author, courseId);
    expect(exported).toMatchObject({ courseId, format: 'lyceum', status: 'done', reason: null, findings: [] });
    const bytes = await downloadAs(author, exported);
    expect(bytes.length).toBe(exported.size);
    const other = asStaff();
    const imported = await importAs(other, bytes);
    expect(imported).toMatchObject({ status: 'done', format: 'lyceum', reason: null, findings: [] });
    const copyId = imported.courseId ?? '';
    expect(await readWhole(other, copyId)).toEqual(await readWhole(author, courseId));
    const again = await downloadAs(other, await exportAs(other, copyId));
    expect(again.equals(bytes)).toBe(true);
  });

  it('is the one that is queued for whoever orders it again', async () => {
    const author = asStaff();
    const { id: courseId } = await buildCourse(author);
    const order = (as: TestActor) => service.call(exportCourse, { as, params: { courseId }, body: { format: 'lyceum' } });
    const answers = await Promise.all([1, 2, 3].map(() => order(author)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    const [first] = answers;
    const params = { courseId, exportId: first?.body.id };
    expect(toCode(await service.call(downloadCourseExport, { as: author, params }))).toEqual([409, 'course_export.not_ready']);
    const other = await order(asStaff());
    expect(other.body.id).not.toBe(first?.body.id);
    await service.runJobs();
    expect((await order(author)).body.id).not.toBe(first?.body.id);
  });

  it('is one’s own, and unknown to others and in other courses', async () => {
    const author = asStaff();
    const { id: courseId } = await buildCourse(author);
    const { id: exportId } = await exportAs(author, courseId);
    const { id: otherCourse } = await buildCourse(author);
    for (const endpoint of [getCourseExport, downloadCourseExport]) {
      const ask = async (as: TestActor, params: { courseId: string; exportId: string }) =>
        toCode(await service.call(endpoint, { as, params }));
      expect(await ask(asStaff(), { courseId, exportId })).toEqual([404, 'course_export.not_found']);
      expect(await ask(author, { courseId: otherCourse, exportId })).toEqual([404, 'course_export.not_found']);
      expect(await ask(author, { courseId, exportId: unknownId })).toEqual([404, 'course_export.not_found']);
      expect(await ask(await buildLearner(), { courseId, exportId })).toEqual([404, 'course.not_found']);
    }
  });

  it('is named after its course, in the letters of its title', async () => {
    const author = asStaff();
    const { id: courseId } = await buildCourse(author, { title: 'Типы: «начало»' });
    const { id: exportId } = await exportAs(author, courseId);
    const { headers } = await service.call(downloadCourseExport, { as: author, params: { courseId, exportId } });
    const response = await fetch(headers['location'] ?? '');
    expect(decodeURIComponent(response.headers.get('content-disposition') ?? '')).toContain('Типы: «начало».lyceum.zip');
  });

  it('fails with a reason when the course is gone by then', async () => {
    const author = asStaff();
    const { id: courseId } = await buildCourse(author);
    const { body } = await service.call(exportCourse, { as: author, params: { courseId }, body: { format: 'lyceum' } });
    await service.rows((db) => db.query('DELETE FROM courses WHERE id = $1', [courseId]));
    await service.runJobs();
    const rows = await service.rows((db) =>
      db.query<{ status: string; reason: { ru: string } }[]>('SELECT status, reason FROM course_exports WHERE id = $1', [
        body.id,
      ]),
    );
    expect(rows).toEqual([{ status: 'failed', reason: { en: 'The course is gone.', ru: 'Курса больше нет.' } }]);
  });

  it('is deleted after seven days', async () => {
    service.clock.reset();
    const author = asStaff();
    const { id: courseId } = await buildCourse(author);
    const { id: exportId } = await exportAs(author, courseId);
    const sweep = async () => {
      await service.rows((db) => enqueue(db, service.context(), sweepExportsSchedule.job, {}));
      await service.runJobs();
      return hasObject(toExportKey('main', exportId));
    };
    service.clock.advance(7 * 86_400_000 - 60_000);
    expect(await sweep()).toBe(true);
    service.clock.advance(120_000);
    expect(await sweep()).toBe(false);
    const params = { courseId, exportId };
    expect(toCode(await service.call(getCourseExport, { as: author, params }))).toEqual([404, 'course_export.not_found']);
    service.clock.reset();
  });
});
