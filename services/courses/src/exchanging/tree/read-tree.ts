import { type EntityManager, In } from 'typeorm';
import { findGradebook } from '../../assigning/gradebook/find-gradebook.ts';
import { BankEntity } from '../../authoring/bank/bank.entity.ts';
import { QuestionEntity } from '../../authoring/bank/question.entity.ts';
import { CategoryEntity } from '../../authoring/category/category.entity.ts';
import { findModules } from '../../authoring/content/find-content.ts';
import type { LessonRow } from '../../authoring/content/lesson.entity.ts';
import type { CourseRow } from '../../authoring/course/course.entity.ts';
import { presentCourse } from '../../authoring/course/present-course.ts';
import { CourseFileEntity, type CourseFileRow } from '../../authoring/course-file/course-file.entity.ts';
import type { CourseTree, TreeBank } from './course-tree.ts';

/** What a lesson looks like, so that a copy need not be rendered anew. */
export type ShownLesson = Pick<LessonRow, 'shown' | 'words'>;

export interface ReadTree {
  readonly tree: CourseTree;
  /** By the ids of lessons. */
  readonly shown: ReadonlyMap<string, ShownLesson>;
  /** Those that are there, by their ids. */
  readonly files: ReadonlyMap<string, CourseFileRow>;
}

/** The draft of a course. */
export async function readTree(db: EntityManager, course: CourseRow): Promise<ReadTree> {
  const modules = await findModules(db, course.id, { contents: true });
  const files = await db.find(CourseFileEntity, {
    where: { courseId: course.id, status: 'ready' },
    order: { createdAt: 'ASC', id: 'ASC' },
  });
  const tree: CourseTree = {
    card: await readCard(db, course),
    banks: await readBanks(db, course.id),
    modules: modules.map(({ title, summary, lessons }) => ({ title, summary, lessons: lessons.map(toLesson) })),
    gradebook: (await findGradebook(db, course.id)).settings,
    files: files.map(({ id, name, type, size }) => ({ id, name, type, size })),
  };
  return {
    tree,
    shown: new Map(modules.flatMap(({ lessons }) => lessons.map(({ id, shown, words }) => [id, { shown, words }]))),
    files: new Map(files.map((file) => [file.id, file])),
  };
}

/** Bytes of what a tree is made of, so that nobody reads more than there is room for. */
export async function countTextBytes(db: EntityManager, courseId: string): Promise<number> {
  const [row] = await db.query<[{ bytes: string }]>(
    `SELECT coalesce((SELECT sum(octet_length(content::text)) FROM lessons WHERE course_id = $1), 0)
       + coalesce((SELECT sum(octet_length(q.content::text)) FROM questions q JOIN question_banks b ON b.id = q.bank_id
                   WHERE b.course_id = $1), 0) AS bytes`,
    [courseId],
  );
  return Number(row.bytes);
}

async function readCard(db: EntityManager, course: CourseRow): Promise<CourseTree['card']> {
  const { title, summary, description, language, level, tags, coverUrl, price, enrolment, sequential, hours, outcomes } = course;
  const category = course.categoryId ? await db.findOneBy(CategoryEntity, { id: course.categoryId }) : null;
  const { prerequisites } = await presentCourse(db, course);
  return {
    ...{ title, summary, description, language, level, tags, coverUrl, price, enrolment, sequential, hours, outcomes },
    ...{ category: category?.title ?? null, prerequisites },
  };
}

async function readBanks(db: EntityManager, courseId: string): Promise<TreeBank[]> {
  const banks = await db.find(BankEntity, { where: { courseId }, order: { title: 'ASC', id: 'ASC' } });
  const questions = await db.find(QuestionEntity, {
    where: { bankId: In(banks.map(({ id }) => id)) },
    order: { createdAt: 'ASC', id: 'ASC' },
  });
  const byBank = Map.groupBy(questions, ({ bankId }) => bankId);
  return banks.map(({ id, title }) => ({ id, title, questions: (byBank.get(id) ?? []).map(({ content }) => content) }));
}

function toLesson({ id, title, required, opening, content, completion, programTopic }: LessonRow) {
  return { id, title, required, opening, content, completion, programTopic };
}
