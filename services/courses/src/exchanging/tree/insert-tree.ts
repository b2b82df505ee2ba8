import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { type EntityManager, In, Not } from 'typeorm';
import { GradebookEntity } from '../../assigning/gradebook/gradebook.entity.ts';
import { BankEntity } from '../../authoring/bank/bank.entity.ts';
import { insertQuestions } from '../../authoring/bank/insert-questions.ts';
import { CategoryEntity } from '../../authoring/category/category.entity.ts';
import { insertLessons } from '../../authoring/content/insert-lessons.ts';
import { ModuleEntity } from '../../authoring/content/module.entity.ts';
import { CourseEntity, type CourseRow } from '../../authoring/course/course.entity.ts';
import { insertCourse } from '../../authoring/course/insert-course.ts';
import { savePrerequisites } from '../../authoring/course/save-details.ts';
import type { CourseTree } from './course-tree.ts';
import type { ShownLesson } from './read-tree.ts';

/** A tree with ids that are new, and how its lessons look. */
export interface NewTree {
  readonly tree: CourseTree;
  readonly shown: ReadonlyMap<string, ShownLesson>;
}

/** What of a card this space does not have. */
export interface CardLosses {
  readonly category: string | null;
  readonly prerequisites: readonly string[];
}

/** A draft of the owner's with all of a tree but its files, and with a picture of this space. */
export async function insertTree(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  ownerId: string,
  { tree, shown }: NewTree,
  coverImageId: string | null = null,
): Promise<{ course: CourseRow; losses: CardLosses }> {
  const { category: categoryTitle, prerequisites, ...card } = tree.card;
  const category = categoryTitle === null ? null : await db.findOneBy(CategoryEntity, { title: categoryTitle });
  const known = await db.findBy(CourseEntity, { id: In(prerequisites.map(({ id }) => id)), status: Not('draft') });
  const course = await insertCourse(db, ctx, { ...card, ownerId, coverImageId, categoryId: category?.id ?? null });
  await savePrerequisites(
    db,
    course.id,
    known.map(({ id }) => id),
  );
  await insertParts(db, ctx, course.id, { tree, shown }, { firstPosition: 0 });
  const { gradebook: settings } = tree;
  if (settings.categories.length > 0 || settings.items.length > 0 || settings.ungraded !== 'ignored')
    await db.insert(GradebookEntity, { courseId: course.id, settings, version: 1 });
  const missing = prerequisites.filter(({ id }) => !known.some((one) => one.id === id));
  return {
    course,
    losses: { category: category ? null : categoryTitle, prerequisites: missing.map(({ title }) => title) },
  };
}

/** Modules, lessons and banks of a tree; the caller holds the lock of the course. */
export async function insertParts(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  courseId: string,
  { tree, shown }: NewTree,
  { firstPosition }: { firstPosition: number },
): Promise<void> {
  for (const { id, title, questions } of tree.banks) {
    await db.insert(BankEntity, { id, courseId, title, createdAt: ctx.now() });
    await insertQuestions(db, id, questions, ctx.now());
  }
  for (const [index, { title, summary, lessons }] of tree.modules.entries()) {
    const moduleId = newId();
    await db.insert(ModuleEntity, { id: moduleId, courseId, title, summary, position: firstPosition + index });
    const rows = lessons.map((lesson) => ({ ...lesson, ...(shown.get(lesson.id) ?? { shown: [], words: '' }) }));
    await insertLessons(db, ctx, { courseId, moduleId }, rows);
  }
}
