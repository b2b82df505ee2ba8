import { found } from '@lyceum/common/errors';
import { lessonNotFound, moduleNotFound } from '@lyceum/contracts/courses/draft';
import type { EntityManager } from 'typeorm';
import { LessonEntity, type LessonRow } from './lesson.entity.ts';
import { ModuleEntity, type ModuleRow } from './module.entity.ts';

/** A module with its lessons in order. */
export interface ModuleWithLessons extends ModuleRow {
  readonly lessons: LessonRow[];
}

/** Fails with `module.not_found`. */
export async function findModule(db: EntityManager, courseId: string, id: string): Promise<ModuleRow> {
  return found(await db.findOneBy(ModuleEntity, { id, courseId }), moduleNotFound);
}

/** Fails with `lesson.not_found`. */
export async function findLesson(
  db: EntityManager,
  courseId: string,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<LessonRow> {
  const row = await db.findOne(LessonEntity, {
    where: { id, courseId },
    ...(lock && { lock: { mode: 'pessimistic_write' } }),
  });
  return found(row, lessonNotFound);
}

/** Modules of a draft in order, each with its lessons; their contents only where they are asked for. */
export async function findModules(
  db: EntityManager,
  courseId: string,
  { contents }: { contents: boolean },
): Promise<ModuleWithLessons[]> {
  const modules = await db.find(ModuleEntity, { where: { courseId }, order: { position: 'ASC' } });
  const query = db.createQueryBuilder(LessonEntity, 'lesson').where({ courseId }).orderBy('lesson.position', 'ASC');
  if (!contents) query.select(withoutContents);
  const lessons = await query.getMany();
  return modules.map((module) => ({ ...module, lessons: lessons.filter(({ moduleId }) => moduleId === module.id) }));
}

const withoutContents = [
  ...(['id', 'courseId', 'moduleId', 'title', 'type', 'required', 'completion', 'opening'] as const),
  ...(['programTopic', 'position', 'version', 'updatedAt'] as const),
].map((property) => `lesson.${property}`);
