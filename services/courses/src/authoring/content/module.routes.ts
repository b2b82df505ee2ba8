import { newId } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/draft';
import { courseTooLarge, moduleNotEmpty, moduleNotFound } from '@lyceum/contracts/courses/draft';
import { findCourse } from '../course/find-course.ts';
import { maxModules } from './course-limits.ts';
import { findModule, findModules } from './find-content.ts';
import { LessonEntity } from './lesson.entity.ts';
import { ModuleEntity } from './module.entity.ts';
import { placeBefore, saveModuleOrder } from './save-order.ts';

export const moduleRoutes = [
  route(contract.getDraft, { access: courses.read }, async ({ db, actor, params }) => {
    const { id } = await findCourse(db, actor, params.courseId, { to: 'teach' });
    return { modules: await findModules(db, id, { contents: false }) };
  }),

  route(contract.createModule, { access: courses.read }, async ({ db, actor, params, body }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update', lock: true });
    const position = await db.countBy(ModuleEntity, { courseId });
    if (position >= maxModules) throw fail(courseTooLarge);
    const module = { ...body, id: newId(), courseId, position };
    await db.insert(ModuleEntity, module);
    return { ...module, lessons: [] };
  }),

  route(contract.updateModule, { access: courses.read }, async ({ db, actor, params, body }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    await db.update(ModuleEntity, { id: params.moduleId, courseId }, body);
    const modules = await findModules(db, courseId, { contents: false });
    return found(
      modules.find(({ id }) => id === params.moduleId),
      moduleNotFound,
    );
  }),

  route(contract.moveModule, { access: courses.read }, async ({ db, actor, params, body }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update', lock: true });
    const { id: moved } = await findModule(db, courseId, params.moduleId);
    const modules = await findModules(db, courseId, { contents: false });
    await saveModuleOrder(
      db,
      placeBefore(
        modules.map(({ id }) => id),
        moved,
        body.before,
      ),
    );
    return { modules: await findModules(db, courseId, { contents: false }) };
  }),

  route(contract.deleteModule, { access: courses.read }, async ({ db, actor, params }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update', lock: true });
    const { id: moduleId } = await findModule(db, courseId, params.moduleId);
    if (await db.existsBy(LessonEntity, { courseId, moduleId })) throw fail(moduleNotEmpty);
    await db.delete(ModuleEntity, { id: moduleId });
    const left = await db.find(ModuleEntity, { where: { courseId }, order: { position: 'ASC' } });
    await saveModuleOrder(
      db,
      left.map(({ id }) => id),
    );
  }),
];
