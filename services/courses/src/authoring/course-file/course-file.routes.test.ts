import { enqueue } from '@lyceum/common/outbox';
import { deleteCourse } from '@lyceum/contracts/courses/course';
import { completeCourseFile, deleteCourseFile, downloadCourseFile, listCourseFiles } from '@lyceum/contracts/courses/course-file';
import { getLesson } from '@lyceum/contracts/courses/outline';
import { getChanges } from '@lyceum/contracts/courses/revision';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { hasObject, putObject } from '@lyceum/testing/object-store';
import { service } from '../../../test/courses-service.ts';
import {
  buildCourse,
  buildEnrolment,
  buildLearner,
  buildLesson,
  buildModule,
  publish,
  unknownId,
} from '../../../test/factories.ts';
import { announceFile, buildCourseFile, handout, handoutInput, putTo } from '../../../test/package-factories.ts';
import { CourseFileEntity } from './course-file.entity.ts';
import { toCourseFileKey } from './course-file-key.ts';
import { sweepFilesSchedule } from './sweep-files.job.ts';

const toKey = (id: string) => toCourseFileKey('main', id);
const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

async function buildDraft(author: TestActor = asStaff()) {
  const { id: courseId } = await buildCourse(author);
  return { author, courseId, moduleId: await buildModule(author, courseId) };
}

/** A draft whose only lesson is a file. */
async function buildFileLesson() {
  const draft = await buildDraft();
  const { author, courseId, moduleId } = draft;
  const file = await buildCourseFile(author, courseId);
  const content = { type: 'file', courseFileId: file.id, description: 'Скачайте *памятку*.' } as const;
  const { id: lessonId } = await buildLesson(author, courseId, { moduleId, content });
  return { ...draft, file, lessonId };
}

describe('files of a course', () => {
  it('are announced, uploaded, completed once, listed and downloaded by those who teach', async () => {
    const { author, courseId } = await buildDraft();
    const { status, body } = await announceFile(author, courseId);
    expect([status, body]).toEqual([
      201,
      {
        ...handoutInput,
        ...{ id: expect.any(String), status: 'waiting', createdAt: expect.any(String) },
        upload: { url: expect.stringContaining(toKey(body.id)), headers: { 'content-type': 'text/plain' } },
      },
    ]);
    const params = { courseId, courseFileId: body.id };
    expect(toCode(await service.call(downloadCourseFile, { as: author, params }))).toEqual([409, 'course_file.not_ready']);
    await putTo(body.upload, handout);
    const answers = await Promise.all([1, 2, 3].map(() => service.call(completeCourseFile, { as: author, params })));
    expect(answers.map((answer) => [answer.status, answer.body.status])).toEqual(Array(3).fill([200, 'ready']));
    const list = await service.call(listCourseFiles, { as: asStaff(), params: { courseId } });
    expect(list.body.items).toMatchObject([{ ...handoutInput, status: 'ready' }]);
    const download = await service.call(downloadCourseFile, { as: asStaff(), params });
    expect(download.status).toBe(303);
    expect(await (await fetch(download.headers['location'] ?? '')).text()).toBe('Типы: краткая памятка.');
  });

  it('are not completed before they are there, nor when they are others', async () => {
    const { author, courseId } = await buildDraft();
    const { body } = await announceFile(author, courseId);
    const params = { courseId, courseFileId: body.id };
    const tryComplete = async () => toCode(await service.call(completeCourseFile, { as: author, params }));
    expect(await tryComplete()).toEqual([409, 'course_file.not_ready']);
    await putObject(toKey(body.id), new Uint8Array(3), 'text/plain');
    expect(await tryComplete()).toEqual([409, 'course_file.not_ready']);
    await putObject(toKey(body.id), new Uint8Array(handout.length), 'text/html');
    expect(await tryComplete()).toEqual([409, 'course_file.not_ready']);
  });

  it.each([
    ['a path', { name: '../../etc/passwd' }, '/body/name'],
    ['a type that is none', { type: 'text' }, '/body/type'],
    ['an empty file', { size: 0 }, '/body/size'],
    ['more than 1 GB', { size: 1_000_000_001 }, '/body/size'],
  ])('are refused with 400 when they have %s', async (_, change, pointer) => {
    const { author, courseId } = await buildDraft();
    const { status, body } = await announceFile(author, courseId, change);
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('have 5 GB together and are 1,000, however many are announced at once', async () => {
    const { author, courseId } = await buildDraft();
    for (let count = 0; count < 4; count += 1) await announceFile(author, courseId, { size: 1_000_000_000 });
    const last = await Promise.all([1, 2].map(() => announceFile(author, courseId, { size: 600_000_000 })));
    expect(last.map(toCode).toSorted()).toEqual([
      [201, undefined],
      [409, 'course.storage_full'],
    ]);
  });

  it('stay while a lesson has them, of the draft or of a revision', async () => {
    const { author, courseId, file, lessonId } = await buildFileLesson();
    const params = { courseId, courseFileId: file.id };
    const tryDelete = async () => toCode(await service.call(deleteCourseFile, { as: author, params }));
    expect(await tryDelete()).toEqual([409, 'course_file.in_use']);
    await publish(author, courseId);
    await service.rows((db) => db.query('DELETE FROM lessons WHERE id = $1', [lessonId]));
    expect(await tryDelete()).toEqual([409, 'course_file.in_use']);
    const unused = await buildCourseFile(author, courseId);
    const deleted = await service.call(deleteCourseFile, { as: author, params: { courseId, courseFileId: unused.id } });
    expect(deleted.status).toBe(204);
    await service.runJobs();
    expect(await hasObject(toKey(unused.id))).toBe(true);
    // By then its address takes no upload any more.
    service.clock.advance(2 * 3_600_000);
    await service.runJobs();
    expect([await hasObject(toKey(unused.id)), await hasObject(toKey(file.id))]).toEqual([false, true]);
  });

  it('are unknown by the ids of others, and to others than authors and staff', async () => {
    const { author, courseId } = await buildDraft();
    const { id } = await buildCourseFile(author, courseId);
    const other = await buildDraft();
    const of = (course: string, courseFileId: string) => ({ params: { courseId: course, courseFileId } });
    const missing = [404, 'course_file.not_found'];
    for (const endpoint of [completeCourseFile, downloadCourseFile, deleteCourseFile]) {
      expect(toCode(await service.call(endpoint, { as: author, ...of(courseId, unknownId) }))).toEqual(missing);
      expect(toCode(await service.call(endpoint, { as: other.author, ...of(other.courseId, id) }))).toEqual(missing);
      const learner = await buildLearner();
      expect(toCode(await service.call(endpoint, { as: learner, ...of(courseId, id) }))).toEqual([404, 'course.not_found']);
    }
  });
});

describe('a lesson with a file', () => {
  it('tells its learner what it is and where', async () => {
    const { author, courseId, lessonId } = await buildFileLesson();
    await publish(author, courseId);
    const { learner: as } = await buildEnrolment(courseId);
    const lesson = await service.call(getLesson, { as, params: { courseId, lessonId } });
    const { name, type: mediaType, size } = handoutInput;
    const description = '<p>Скачайте <em>памятку</em>.</p>\n';
    expect(lesson.body.body).toEqual({ type: 'file', name, mediaType, size, url: expect.any(String), description });
    const response = await fetch(lesson.body.body.url);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(await response.text()).toBe('Типы: краткая памятка.');
  });

  it('keeps the draft from being published while its file is not there', async () => {
    const { author, courseId, moduleId } = await buildDraft();
    const { body } = await announceFile(author, courseId);
    const content = { type: 'file', courseFileId: body.id } as const;
    const { id: lessonId } = await buildLesson(author, courseId, { moduleId, title: 'Памятка', content });
    const { problems } = (await service.call(getChanges, { as: author, params: { courseId } })).body;
    expect(problems).toEqual([{ lessonId, message: 'A file of the lesson “Памятка” is not there.' }]);
  });
});

describe('the sweep of files', () => {
  async function sweep(): Promise<void> {
    await service.rows((db) => enqueue(db, service.context(), sweepFilesSchedule.job, {}));
    await service.runJobs();
  }

  it('deletes after seven days what no lesson has, and what is left of deleted courses', async () => {
    service.clock.reset();
    const { author, courseId, file } = await buildFileLesson();
    const unused = await buildCourseFile(author, courseId);
    const gone = await buildFileLesson();
    await service.call(deleteCourse, { as: gone.author, params: { courseId: gone.courseId } });
    service.clock.advance(7 * 86_400_000);
    const recent = await buildCourseFile(author, courseId);
    service.clock.advance(1);
    await sweep();
    service.clock.advance(2 * 3_600_000);
    await service.runJobs();
    const left = await service.rows((db) => db.findBy(CourseFileEntity, [{ courseId }, { courseId: gone.courseId }]));
    expect(left.map(({ id }) => id).sort()).toEqual([file.id, recent.id].sort());
    const objects = await Promise.all([unused, gone.file, file].map(({ id }) => hasObject(toKey(id))));
    expect(objects).toEqual([false, false, true]);
    service.clock.reset();
  });
});
