import { newId } from '@lyceum/common/database';
import { found } from '@lyceum/common/errors';
import { requireVersion, route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import * as contract from '@lyceum/contracts/courses/course';
import { courseNotFound, courses } from '@lyceum/contracts/courses/course';
import type { EntityManager } from 'typeorm';
import { CourseEntity, type CourseRow } from './course.entity.ts';

export const courseRoutes = [
  route(contract.createCourse, { access: courses.manage }, async ({ db, ctx, body }) => {
    const course = { ...body, id: newId(), version: 1, createdAt: ctx.now() };
    await db.insert(CourseEntity, course);
    return course;
  }),

  route(contract.listCourses, { access: courses.read }, async ({ db, query }) => {
    const all = db.createQueryBuilder(CourseEntity, 'course');
    const { rows, nextCursor } = await findPage(all, query, { property: 'createdAt', direction: 'DESC' });
    return { items: rows, nextCursor };
  }),

  route(contract.getCourse, { access: courses.read }, async ({ db, params }) =>
    found(await db.findOneBy(CourseEntity, { id: params.courseId }), courseNotFound),
  ),

  route(contract.updateCourse, { access: courses.manage }, async ({ db, params, body, ifMatch }) => {
    const course = await lockCourse(db, params.courseId, ifMatch);
    return db.save(CourseEntity, { ...course, ...body, version: course.version + 1 });
  }),

  route(contract.deleteCourse, { access: courses.manage }, async ({ db, params, ifMatch }) => {
    const { id } = await lockCourse(db, params.courseId, ifMatch);
    await db.delete(CourseEntity, { id });
  }),
];

/** Keeps it for this transaction, if the caller has read this version. */
async function lockCourse(db: EntityManager, id: string, ifMatch: readonly number[] | undefined): Promise<CourseRow> {
  const row = found(await db.findOne(CourseEntity, { where: { id }, lock: { mode: 'pessimistic_write' } }), courseNotFound);
  requireVersion(row.version, ifMatch);
  return row;
}
