import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';
import { type EntityManager, In } from 'typeorm';
import { BankEntity } from '../bank/bank.entity.ts';
import { QuestionEntity } from '../bank/question.entity.ts';
import { findModules } from '../content/find-content.ts';
import { insertLessons } from '../content/insert-lessons.ts';
import { ModuleEntity } from '../content/module.entity.ts';
import type { CourseRow } from '../course/course.entity.ts';
import { CoursePrerequisiteEntity } from '../course/course-prerequisite.entity.ts';
import { insertCourse } from '../course/insert-course.ts';

/** A draft of the owner's with the card, the draft and the banks of a course; the programme it was made from stays with the original. */
export async function cloneCourse(
  db: EntityManager,
  ctx: Context,
  owner: Actor,
  original: CourseRow,
  title = original.title,
): Promise<CourseRow> {
  const { summary, description, language, level, categoryId, tags, coverUrl, price, enrolment, sequential } = original;
  const { hours, outcomes } = original;
  const course = await insertCourse(db, ctx, {
    ...{ ownerId: owner.id, title, summary, description, language, level, categoryId, tags, coverUrl, price },
    ...{ enrolment, sequential, hours, outcomes },
  });
  const prerequisites = await db.findBy(CoursePrerequisiteEntity, { courseId: original.id });
  if (prerequisites.length > 0)
    await db.insert(
      CoursePrerequisiteEntity,
      prerequisites.map(({ requiredId }) => ({ courseId: course.id, requiredId })),
    );
  const banks = await cloneBanks(db, ctx, original.id, course.id);
  for (const module of await findModules(db, original.id, { contents: true })) {
    const moduleId = newId();
    const { summary: about, position } = module;
    await db.insert(ModuleEntity, { id: moduleId, courseId: course.id, title: module.title, summary: about, position });
    const lessons = module.lessons.map((lesson) => ({ ...lesson, content: withBanks(lesson.content, banks) }));
    await insertLessons(db, ctx, { courseId: course.id, moduleId }, lessons);
  }
  return course;
}

/** Ids of the new banks by those of the old ones. */
async function cloneBanks(db: EntityManager, ctx: Context, from: string, courseId: string): Promise<ReadonlyMap<string, string>> {
  const banks = await db.findBy(BankEntity, { courseId: from });
  const now = ctx.now();
  const ids = new Map<string, string>();
  for (const { id, title } of banks) {
    const copy = { id: newId(), courseId, title, createdAt: now };
    await db.insert(BankEntity, copy);
    ids.set(id, copy.id);
  }
  const questions = await db.find(QuestionEntity, {
    where: { bankId: In([...ids.keys()]) },
    order: { createdAt: 'ASC', id: 'ASC' },
  });
  const copies = questions.flatMap(({ bankId, content }) => {
    const copyId = ids.get(bankId);
    return copyId ? [{ id: newId(), bankId: copyId, content, version: 1, createdAt: now, updatedAt: now }] : [];
  });
  if (copies.length > 0) await db.insert(QuestionEntity, copies);
  return ids;
}

function withBanks(content: LessonContent, banks: ReadonlyMap<string, string>): LessonContent {
  if (content.type !== 'quiz') return content;
  const questions = content.settings.questions.map((source) => ({
    ...source,
    bankId: banks.get(source.bankId) ?? source.bankId,
  }));
  return { ...content, settings: { ...content.settings, questions } };
}
