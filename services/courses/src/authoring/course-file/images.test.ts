import { cloneCourse } from '@lyceum/contracts/courses/course';
import { deleteCourseFile } from '@lyceum/contracts/courses/course-file';
import { getDraft, getDraftLesson } from '@lyceum/contracts/courses/draft';
import { getLesson, searchLessons } from '@lyceum/contracts/courses/outline';
import { getChanges } from '@lyceum/contracts/courses/revision';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { buildCourse, buildEnrolment, buildLesson, buildModule, publish, unknownId } from '../../../test/factories.ts';
import { announceFile, buildCourseFile, handout } from '../../../test/package-factories.ts';

const png = { name: 'Схема.png', type: 'image/png' };

const toContent = (courseFileId: string, rest = {}) => ({
  type: 'text' as const,
  blocks: [{ id: 'map', type: 'image' as const, courseFileId, alt: 'Схема "A" <1>', ...rest }],
});

async function buildDraft(author: TestActor = asStaff()) {
  const { id: courseId } = await buildCourse(author);
  return { author, courseId, moduleId: await buildModule(author, courseId) };
}

/** A draft whose only lesson is a picture. */
async function buildImageLesson() {
  const draft = await buildDraft();
  const file = await buildCourseFile(draft.author, draft.courseId, png);
  const content = toContent(file.id, { caption: 'Рис. 1 & 2' });
  const { id: lessonId } = await buildLesson(draft.author, draft.courseId, { moduleId: draft.moduleId, title: 'Схема', content });
  return { ...draft, file, lessonId };
}

const findSource = (html: string) =>
  /^<figure><img src="([^"]+)" loading="lazy" alt=/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';

describe('a picture in a text', () => {
  it('is shown to authors and learners at an address that gives it, with its description and caption', async () => {
    const { author, courseId, lessonId } = await buildImageLesson();
    await publish(author, courseId);
    const { learner } = await buildEnrolment(courseId);
    const params = { courseId, lessonId };
    const draft = await service.call(getDraftLesson, { as: author, params });
    const read = await service.call(getLesson, { as: learner, params });
    for (const [block] of [draft.body.shown, read.body.body.blocks]) {
      expect(block).toEqual({ id: 'map', html: expect.stringContaining('alt="Схема &quot;A&quot; &lt;1&gt;"') });
      expect(block.html).toContain('<figcaption>Рис. 1 &amp; 2</figcaption></figure>');
      const response = await fetch(findSource(block.html));
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(handout);
    }
    const found = await service.call(searchLessons, { as: learner, params: { courseId }, query: { q: 'схема' } });
    expect(found.body.items).toMatchObject([{ lessonId }]);
  });

  it('stays while the draft or a revision has it', async () => {
    const { author, courseId, lessonId, file } = await buildImageLesson();
    const params = { courseId, courseFileId: file.id };
    const tryDelete = async () => (await service.call(deleteCourseFile, { as: author, params })).body.code;
    expect(await tryDelete()).toBe('course_file.in_use');
    await publish(author, courseId);
    await service.rows((db) => db.query('DELETE FROM lessons WHERE id = $1', [lessonId]));
    expect(await tryDelete()).toBe('course_file.in_use');
  });

  it('comes along with a clone', async () => {
    const { author, courseId } = await buildImageLesson();
    const copy = await service.call(cloneCourse, { as: author, params: { courseId }, body: {} });
    const { modules } = (await service.call(getDraft, { as: author, params: { courseId: copy.body.id } })).body;
    const params = { courseId: copy.body.id, lessonId: modules[0].lessons[0].id };
    const { shown } = (await service.call(getDraftLesson, { as: author, params })).body;
    expect((await fetch(findSource(shown[0].html))).status).toBe(200);
  });

  it.each([
    [
      'is not uploaded',
      async (as: TestActor, courseId: string) => (await announceFile(as, courseId, png)).body.id,
      'is not there',
    ],
    ['is of no course', async () => unknownId, 'is not there'],
    [
      'is of another course',
      async () => {
        const other = await buildDraft();
        return (await buildCourseFile(other.author, other.courseId, png)).id;
      },
      'is not there',
    ],
    ['is no picture', async (as: TestActor, courseId: string) => (await buildCourseFile(as, courseId)).id, 'is of a type'],
  ])('keeps the draft from being published when it %s', async (_, buildId, problem) => {
    const { author, courseId, moduleId } = await buildDraft();
    const content = toContent(await buildId(author, courseId));
    const lesson = await buildLesson(author, courseId, { moduleId, title: 'Схема', content });
    const { problems } = (await service.call(getChanges, { as: author, params: { courseId } })).body;
    expect(problems).toEqual([{ lessonId: lesson.id, message: expect.stringContaining(problem) }]);
  });
});
