import { type Course, createCourse, deleteCourse, getCourse, updateCourse } from '@lyceum/contracts/courses/course';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { buildCourse, buildPublishedCourse, unknownId } from '../../../test/factories.ts';

const require = (as: TestActor, courseId: string, ...prerequisites: string[]) =>
  service.call(updateCourse, { as, params: { courseId }, body: { prerequisites } });

async function listRequired(as: TestActor, courseId: string): Promise<string[]> {
  const { body } = await service.call(getCourse, { as, params: { courseId } });
  const prerequisites: Course['prerequisites'] = body.prerequisites;
  return prerequisites.map(({ id }) => id);
}

async function buildCourses(author: TestActor, count: number): Promise<string[]> {
  const courses = await Promise.all(Array.from({ length: count }, () => buildPublishedCourse({ author })));
  return courses.map(({ courseId }) => courseId);
}

describe('prerequisites', () => {
  it('are replaced as a whole, told once each by title, and stay when a change does not name them', async () => {
    const author = asStaff();
    const { id } = await buildCourse(author);
    const second = await buildPublishedCourse({ title: 'Яблоки' });
    const first = await buildPublishedCourse({ title: 'Ёлки' });
    const { status, body } = await require(author, id, second.courseId, first.courseId, second.courseId);
    const titles = [
      { id: first.courseId, title: 'Ёлки' },
      { id: second.courseId, title: 'Яблоки' },
    ];
    expect([status, body.prerequisites]).toEqual([200, titles]);
    const other = await service.call(updateCourse, { as: author, params: { courseId: id }, body: { title: 'Груши' } });
    expect(other.body.prerequisites).toEqual(titles);
    await require(author, id, first.courseId);
    expect(await listRequired(author, id)).toEqual([first.courseId]);
  });

  it('are no drafts, not even of one’s own: nobody could finish them', async () => {
    const author = asStaff();
    const [id = ''] = await buildCourses(author, 1);
    const draft = await buildCourse(author);
    const { status, body } = await require(author, id, draft.id);
    expect([status, body.code]).toEqual([422, 'course.prerequisite_invalid']);
    expect(await listRequired(author, id)).toEqual([]);
  });

  it.each([
    ['an unknown course', () => unknownId],
    ['the course itself', (id: string) => id],
    ['a course of another space', async () => (await buildPublishedCourse({ author: asStaff({ space: 'other' }) })).courseId],
  ])('are not %s: 422, and nothing changes', async (_, getRequired) => {
    const author = asStaff();
    const [id = '', own = ''] = await buildCourses(author, 2);
    await require(author, id, own);
    const required = await getRequired(id);
    const { status, body } = await require(author, id, own, required);
    expect([status, body.code]).toEqual([422, 'course.prerequisite_invalid']);
    expect(await listRequired(author, id)).toEqual([own]);
  });

  it('are refused to a new course with 422, and no course is made', async () => {
    const author = asStaff({ space: 'no-course' });
    const details = { title: 'Курс', language: 'ru' } as const;
    const body = { ...details, prerequisites: [unknownId] };
    const answer = await service.call(createCourse, { as: author, body });
    expect([answer.status, answer.body.code]).toEqual([422, 'course.prerequisite_invalid']);
    expect(await service.rows((db) => db.query('SELECT 1 FROM courses'), 'no-course')).toEqual([]);
  });

  it('do not close a circle through three courses', async () => {
    const author = asStaff();
    const [a = '', b = '', c = '', d = ''] = await buildCourses(author, 4);
    expect((await require(author, a, b)).status).toBe(200);
    expect((await require(author, b, c)).status).toBe(200);
    expect((await require(author, c, d, a)).status).toBe(422);
    expect(await listRequired(author, c)).toEqual([]);
    // The same courses in a diamond wait for nobody in a circle.
    expect((await require(author, a, b, c)).status).toBe(200);
  });

  it.each([2, 6])('do not close a circle when %i courses ask for the next one at once', async (count) => {
    const author = asStaff();
    const ids = await buildCourses(author, count);
    const answers = await Promise.all(ids.map((id, index) => require(author, id, ids.at(index - 1) ?? '')));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(count - 1).fill(200), 422]);
    const required = await Promise.all(ids.map((id) => listRequired(author, id)));
    expect(required.flat()).toHaveLength(count - 1);
  });

  it('are refused or gone when the course they name is deleted meanwhile', async () => {
    const author = asStaff();
    for (let round = 0; round < 5; round += 1) {
      const [id = '', ...required] = await buildCourses(author, 4);
      const [answer] = await Promise.all([
        require(author, id, ...required),
        ...required.map((courseId) => service.call(deleteCourse, { as: author, params: { courseId } })),
      ]);
      expect([200, 422]).toContain(answer.status);
      expect(await listRequired(author, id)).toEqual([]);
    }
  });
});
