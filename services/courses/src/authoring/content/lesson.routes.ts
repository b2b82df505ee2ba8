import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { requireVersion, route } from '@lyceum/common/http';
import type { Storage } from '@lyceum/common/storage';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/draft';
import { courseTooLarge } from '@lyceum/contracts/courses/draft';
import type { EntityManager } from 'typeorm';
import { findCourse } from '../course/find-course.ts';
import { showImages } from '../course-file/show-images.ts';
import { publishLessonVideos } from '../course-videos/publish-lesson-videos.ts';
import { requireVideo } from '../library-video/require-video.ts';
import { chooseRule } from './completion-rules.ts';
import { maxLessons } from './course-limits.ts';
import { findLesson, findModule, findModules } from './find-content.ts';
import { LessonEntity, type LessonRow } from './lesson.entity.ts';
import { placeBefore, saveLessonOrder } from './save-order.ts';
import { showContent } from './show-content.ts';

export const lessonRoutes = ({ storage }: { storage: Storage }) => [
  route(contract.createLesson, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    await findCourse(db, actor, params.courseId, { to: 'update' });
    // Before the lock, for which others wait.
    const shown = await showContent(body.content);
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update', lock: true });
    const { id: moduleId } = await findModule(db, courseId, body.moduleId);
    await requireVideo(db, body.content);
    if ((await db.countBy(LessonEntity, { courseId })) >= maxLessons) throw fail(courseTooLarge);
    const lesson = {
      ...body,
      ...shown,
      id: newId(),
      courseId,
      type: body.content.type,
      completion: chooseRule(body.content.type, body.completion),
      programTopic: null,
      position: await db.countBy(LessonEntity, { courseId, moduleId }),
      version: 1,
      updatedAt: ctx.now(),
    };
    await db.insert(LessonEntity, lesson);
    await publishLessonVideos(db, ctx, courseId);
    return present(db, storage, ctx, lesson);
  }),

  route(contract.getDraftLesson, { access: courses.read }, async ({ db, ctx, actor, params }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
    return present(db, storage, ctx, await findLesson(db, courseId, params.lessonId));
  }),

  route(contract.updateLesson, { access: courses.read }, async ({ db, ctx, actor, params, body, ifMatch }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const lesson = await findLesson(db, courseId, params.lessonId, { lock: true });
    requireVersion(lesson.version, ifMatch);
    await requireVideo(db, body.content);
    const changes = {
      ...body,
      ...(await showContent(body.content)),
      type: body.content.type,
      completion: chooseRule(body.content.type, body.completion),
      version: lesson.version + 1,
      updatedAt: ctx.now(),
    };
    await db.update(LessonEntity, { id: lesson.id }, changes);
    await publishLessonVideos(db, ctx, courseId);
    return present(db, storage, ctx, { ...lesson, ...changes });
  }),

  route(contract.moveLesson, { access: courses.read }, async ({ db, actor, params, body }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update', lock: true });
    const { id: moved, moduleId: from } = await findLesson(db, courseId, params.lessonId);
    const { id: to } = await findModule(db, courseId, body.moduleId);
    await saveLessonOrder(db, to, placeBefore(await findLessonIds(db, to), moved, body.before));
    if (from !== to) await saveLessonOrder(db, from, await findLessonIds(db, from));
    return { modules: await findModules(db, courseId, { contents: false }) };
  }),

  route(contract.deleteLesson, { access: courses.read }, async ({ db, ctx, actor, params, ifMatch }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update', lock: true });
    const { id, moduleId, version } = await findLesson(db, courseId, params.lessonId, { lock: true });
    requireVersion(version, ifMatch);
    await db.delete(LessonEntity, { id });
    await saveLessonOrder(db, moduleId, await findLessonIds(db, moduleId));
    await publishLessonVideos(db, ctx, courseId);
  }),
];

async function present(db: EntityManager, storage: Storage, ctx: Context, lesson: LessonRow): Promise<LessonRow> {
  return { ...lesson, shown: await showImages(db, storage, ctx, lesson) };
}

/** Lessons of a module in order. */
async function findLessonIds(db: EntityManager, moduleId: string): Promise<string[]> {
  const lessons = await db.find(LessonEntity, { select: { id: true }, where: { moduleId }, order: { position: 'ASC' } });
  return lessons.map(({ id }) => id);
}
