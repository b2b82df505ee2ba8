import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { requireVersion, route } from '@lyceum/common/http';
import { publish } from '@lyceum/common/outbox';
import { findPage } from '@lyceum/common/pagination';
import * as contract from '@lyceum/contracts/courses/course';
import { courses, courseWrongStatus } from '@lyceum/contracts/courses/course';
import { courseArchived, courseDeleted, courseRestored } from '@lyceum/contracts/courses/revision';
import type { EntityManager } from 'typeorm';
import { renderMarkdown } from '../../learning/lesson-text/render-markdown.ts';
import { publishLessonVideos } from '../course-videos/publish-lesson-videos.ts';
import { CourseEntity, type CourseRow } from './course.entity.ts';
import { findCourse } from './find-course.ts';
import { insertCourse } from './insert-course.ts';
import { selectCourses, toSort } from './list-courses.ts';
import { presentCourse } from './present-course.ts';
import { requireCategory, savePrerequisites, saveTags } from './save-details.ts';

export const courseRoutes = [
  route(contract.createCourse, { access: courses.create }, async ({ db, ctx, actor, body }) => {
    const { prerequisites, ...details } = body;
    const course = await insertCourse(db, ctx, { ...details, ownerId: actor.id });
    await savePrerequisites(db, course.id, prerequisites);
    return presentCourse(db, course);
  }),

  route(contract.listCourses, { access: courses.read }, async ({ db, actor, query }) => {
    const { rows, nextCursor } = await findPage(selectCourses(db, actor, query), query, toSort(query));
    return { items: rows, nextCursor };
  }),

  route(contract.getCourse, { access: courses.read }, async ({ db, actor, params }) =>
    presentCourse(db, await findCourse(db, actor, params.courseId, { to: 'read' })),
  ),

  route(contract.updateCourse, { access: courses.read }, async ({ db, ctx, actor, params, body, ifMatch }) => {
    const course = await lockCourse(db, actor, params.courseId, ifMatch);
    const { prerequisites, ...details } = body;
    if (prerequisites) await savePrerequisites(db, course.id, prerequisites);
    if (details.tags) await saveTags(db, course.id, details.tags);
    await requireCategory(db, details.categoryId);
    const { description } = details;
    const html = description === undefined ? {} : { descriptionHtml: renderMarkdown(description) };
    const updated = await updateCourse(db, ctx, course, { ...details, ...html });
    if (updated.title !== course.title) await publishLessonVideos(db, ctx, course.id);
    return presentCourse(db, updated);
  }),

  route(contract.deleteCourse, { access: courses.read }, async ({ db, ctx, actor, params, ifMatch }) => {
    const { id, revision } = await lockCourse(db, actor, params.courseId, ifMatch);
    await db.delete(CourseEntity, { id });
    await publishLessonVideos(db, ctx, id);
    if (revision !== null) await publish(db, ctx, courseDeleted, { courseId: id, occurredAt: ctx.now() });
  }),

  route(contract.archiveCourse, { access: courses.read }, async ({ db, ctx, actor, params, ifMatch }) => {
    const course = await lockCourse(db, actor, params.courseId, ifMatch);
    if (course.status !== 'published') throw fail(courseWrongStatus);
    await publish(db, ctx, courseArchived, { courseId: course.id, occurredAt: ctx.now() });
    return presentCourse(db, await updateCourse(db, ctx, course, { status: 'archived' }));
  }),

  route(contract.restoreCourse, { access: courses.read }, async ({ db, ctx, actor, params, ifMatch }) => {
    const course = await lockCourse(db, actor, params.courseId, ifMatch);
    if (course.status !== 'archived') throw fail(courseWrongStatus);
    await publish(db, ctx, courseRestored, { courseId: course.id, occurredAt: ctx.now() });
    return presentCourse(db, await updateCourse(db, ctx, course, { status: 'published' }));
  }),
];

/** Fails with `course.not_found` and `precondition.failed`. */
async function lockCourse(
  db: EntityManager,
  actor: Actor,
  id: string,
  ifMatch: readonly number[] | undefined,
): Promise<CourseRow> {
  const course = await findCourse(db, actor, id, { to: 'update', lock: true });
  requireVersion(course.version, ifMatch);
  return course;
}

async function updateCourse(
  db: EntityManager,
  ctx: Context,
  course: CourseRow,
  changes: { [Column in keyof CourseRow]?: CourseRow[Column] | undefined },
): Promise<CourseRow> {
  const known = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const all = { ...known, updatedAt: ctx.now(), version: course.version + 1 };
  await db.update(CourseEntity, { id: course.id }, all);
  return { ...course, ...all };
}
