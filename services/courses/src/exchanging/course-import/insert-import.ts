import type { Context } from '@lyceum/common/context';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { EntityManager } from 'typeorm';
import { BankEntity } from '../../authoring/bank/bank.entity.ts';
import { maxBanks } from '../../authoring/bank/bank-limits.ts';
import { maxLessons, maxModules } from '../../authoring/content/course-limits.ts';
import { LessonEntity } from '../../authoring/content/lesson.entity.ts';
import { ModuleEntity } from '../../authoring/content/module.entity.ts';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { CourseFileEntity } from '../../authoring/course-file/course-file.entity.ts';
import { maxBytes, maxFiles } from '../../authoring/course-file/course-file-limits.ts';
import { publishLessonVideos } from '../../authoring/course-videos/publish-lesson-videos.ts';
import type { ExchangeFinding } from '../exchange/exchange-finding.ts';
import type { Failure } from '../exchange/failure.ts';
import type { CourseTree, TreeBank, TreeFile } from '../tree/course-tree.ts';
import { insertParts, insertTree, type NewTree } from '../tree/insert-tree.ts';
import type { CourseImportRow } from './course-import.entity.ts';
import { leaveOutVideos } from './leave-out-videos.ts';

interface InsertedCourse {
  readonly courseId: string;
  readonly findings: readonly ExchangeFinding[];
}

/** Makes a course of an import, or adds it to one; its files wait for their bytes. */
export async function insertImport(
  db: EntityManager,
  ctx: Context,
  { personId, intoId }: CourseImportRow,
  imported: NewTree,
): Promise<InsertedCourse | Failure> {
  const { tree, findings } = await leaveOutVideos(db, imported.tree);
  const known = { ...imported, tree };
  const { files } = tree;
  if (files.reduce((sum, { size }) => sum + size, 0) > maxBytes) return { failure: noRoom };
  const inserted = intoId === null ? await insertNew(db, ctx, personId, known) : await insertInto(db, ctx, intoId, known);
  if ('failure' in inserted) return inserted;
  await insertFiles(db, ctx, inserted.courseId, files);
  await publishLessonVideos(db, ctx, inserted.courseId);
  return { ...inserted, findings: [...findings, ...inserted.findings] };
}

async function insertNew(db: EntityManager, ctx: Context, ownerId: string, imported: NewTree): Promise<InsertedCourse> {
  const { course, losses } = await insertTree(db, ctx, ownerId, imported);
  const { category, prerequisites } = losses;
  const findings = [...(category === null ? [] : [noCategory(category)]), ...prerequisites.map(noPrerequisite)];
  return { courseId: course.id, findings: findings.map((message) => toLoss(course.title, message)) };
}

async function insertInto(
  db: EntityManager,
  ctx: Context,
  courseId: string,
  { tree, shown }: NewTree,
): Promise<InsertedCourse | Failure> {
  const course = await db.findOne(CourseEntity, { where: { id: courseId }, lock: { mode: 'for_no_key_update' } });
  if (!course) return { failure: courseIsGone };
  const banks = await db.findBy(BankEntity, { courseId });
  const modules = await db.countBy(ModuleEntity, { courseId });
  const lessons = await db.countBy(LessonEntity, { courseId });
  const files = await db.countBy(CourseFileEntity, { courseId });
  const bytes = Number((await db.sum(CourseFileEntity, 'size', { courseId })) ?? 0);
  const fits =
    banks.length + tree.banks.length <= maxBanks &&
    modules + tree.modules.length <= maxModules &&
    lessons + tree.modules.flatMap((module) => module.lessons).length <= maxLessons &&
    files + tree.files.length <= maxFiles &&
    bytes + tree.files.reduce((sum, { size }) => sum + size, 0) <= maxBytes;
  if (!fits) return { failure: noRoom };
  const renamed = { ...tree, banks: nameAnew(tree.banks, new Set(banks.map(({ title }) => title))) };
  await insertParts(db, ctx, courseId, { tree: renamed, shown }, { firstPosition: modules });
  return { courseId, findings: hasGradebook(tree) ? [toLoss(course.title, gradebookStays)] : [] };
}

/** Banks whose titles differ from those that are there. */
function nameAnew(banks: readonly TreeBank[], taken: Set<string>): TreeBank[] {
  return banks.map((bank) => {
    let title = bank.title;
    for (let number = 2; taken.has(title); number += 1) title = `${bank.title.slice(0, 190)} (${number})`;
    taken.add(title);
    return { ...bank, title };
  });
}

async function insertFiles(db: EntityManager, ctx: Context, courseId: string, files: readonly TreeFile[]): Promise<void> {
  const rows = files.map((file) => ({
    ...file,
    ...{ courseId, objectId: file.id, status: 'waiting' as const, etag: null, createdAt: ctx.now() },
  }));
  if (rows.length > 0) await db.insert(CourseFileEntity, rows);
}

const hasGradebook = ({ gradebook: { categories, items, ungraded } }: CourseTree) =>
  categories.length + items.length > 0 || ungraded !== 'ignored';

const toLoss = (place: string, message: Texts): ExchangeFinding => ({ place, severity: 'lost', message });

const noCategory = (title: string): Texts => ({
  en: `There is no category “${title}” here.`,
  ru: `Рубрики «${title}» здесь нет.`,
});

const noPrerequisite = (title: string): Texts => ({
  en: `The course “${title}”, to be finished before, is not here.`,
  ru: `Курса «${title}», который нужно пройти раньше, здесь нет.`,
});

const gradebookStays: Texts = {
  en: 'The settings of the gradebook are left out: the course keeps its own.',
  ru: 'Настройки журнала не перенесены: у курса остаются свои.',
};

const courseIsGone: Texts = {
  en: 'The course it was to be added to is gone.',
  ru: 'Курса, в который его добавляли, больше нет.',
};

const noRoom: Texts = {
  en: 'A course has at most 100 modules, 500 lessons, 100 banks and 1,000 files of 5 GB.',
  ru: 'В курсе не больше 100 модулей, 500 уроков, 100 банков и 1000 файлов на 5 ГБ.',
};
