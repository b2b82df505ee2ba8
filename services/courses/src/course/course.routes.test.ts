import * as contract from '@lyceum/contracts/courses/course';
import { asStaff, asUser } from '@lyceum/testing/actors';
import { buildCourse } from '../../test/build-course.ts';
import { service } from '../../test/courses-service.ts';

const stale = { 'if-match': '"7"' };

describe('POST /courses', () => {
  it('answers 201 with what everybody may read from then on', async () => {
    const { status, body } = await service.call(contract.createCourse, { body: { title: ' Первый ' }, as: asStaff() });
    expect(status).toBe(201);
    expect(body).toMatchObject({ title: 'Первый', version: 1 });
    const read = await service.call(contract.getCourse, { params: { courseId: body.id }, as: asUser() });
    expect(read.body).toEqual(body);
  });

  it('answers 400 to a title of nothing', async () => {
    const { status } = await service.call(contract.createCourse, { body: { title: ' ' }, as: asStaff() });
    expect(status).toBe(400);
  });
});

describe('GET /courses', () => {
  it('answers 200 with the newest first, page by page', async () => {
    const space = 'list-of-courses';
    for (const [day, title] of ['First', 'Second', 'Third'].entries()) {
      await buildCourse(service, { title, createdAt: new Date(Date.UTC(2027, 0, day + 1)) }, space);
    }
    const as = asUser({ space });
    const first = await service.call(contract.listCourses, { query: { limit: 2 }, as });
    const second = await service.call(contract.listCourses, { query: { limit: 2, cursor: first.body.nextCursor ?? '' }, as });
    expect([...first.body.items, ...second.body.items]).toMatchObject([
      { title: 'Third' },
      { title: 'Second' },
      { title: 'First' },
    ]);
    expect(second.body.nextCursor).toBeNull();
  });
});

describe('PUT /courses/:courseId', () => {
  it('answers 200 with the change, and 412 to whoever has read an earlier version', async () => {
    const course = await buildCourse(service);
    const change = { params: { courseId: course.id }, body: { title: 'Changed' }, as: asStaff() };
    expect((await service.call(contract.updateCourse, { ...change, headers: stale })).status).toBe(412);
    const { status, body } = await service.call(contract.updateCourse, { ...change, headers: { 'if-match': '"1"' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: course.id, title: 'Changed', version: 2 });
  });
});

describe('DELETE /courses/:courseId', () => {
  it('answers 412 to whoever has read an earlier version, else 204 and later 404', async () => {
    const course = await buildCourse(service);
    const removal = { params: { courseId: course.id }, as: asStaff() };
    expect((await service.call(contract.deleteCourse, { ...removal, headers: stale })).status).toBe(412);
    expect((await service.call(contract.deleteCourse, removal)).status).toBe(204);
    const again = await service.call(contract.deleteCourse, removal);
    expect(again.body).toMatchObject({ status: 404, code: 'course.not_found' });
  });
});
