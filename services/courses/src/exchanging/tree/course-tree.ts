import { createCourse, updateCourse } from '@lyceum/contracts/courses/course';
import { maxCourseFileBytes } from '@lyceum/contracts/courses/course-file';
import { createLesson, createModule } from '@lyceum/contracts/courses/draft';
import { putGradebookSettings } from '@lyceum/contracts/courses/gradebook';
import type { LessonBlock } from '@lyceum/contracts/courses/lesson-content';
import { questionContent } from '@lyceum/contracts/courses/question';
import { createBank } from '@lyceum/contracts/courses/question-bank';
import { id, line, text } from '@lyceum/contracts/shared/fields';
import { fileName } from '@lyceum/contracts/shared/file-name';
import { explain } from '@lyceum/contracts/shared/texts';
import { mediaType } from '@lyceum/contracts/shared/upload';
import { z } from 'zod';
import { maxBanks, maxQuestions } from '../../authoring/bank/bank-limits.ts';
import { isFit } from '../../authoring/content/completion-rules.ts';
import { maxLessons, maxModules } from '../../authoring/content/course-limits.ts';
import { maxFiles } from '../../authoring/course-file/course-file-limits.ts';

const programText = text(0, 10_000);

const card = createCourse.body.omit({ categoryId: true, coverImageId: true, prerequisites: true }).extend({
  hours: updateCourse.body.shape.hours.unwrap(),
  outcomes: z.array(z.strictObject({ code: programText, text: programText })).max(1000),
  /** Another space may have a category of this title. */
  category: line(1, 200).nullable(),
  /** Another space has none of them. */
  prerequisites: z.array(z.strictObject({ id, title: line(1, 200) })).max(20),
});

const programTopic = z.strictObject({
  topicId: programText,
  hours: z.int().min(0).max(100_000),
  outcomes: z.array(programText).max(1000),
});

/** Ids name parts of the same tree: a quiz its banks, a lesson its file, the gradebook its lessons. */
export const treeLesson = createLesson.body
  .omit({ moduleId: true, completion: true })
  .extend({
    id,
    completion: createLesson.body.shape.completion.unwrap(),
    programTopic: programTopic.nullable(),
  })
  .refine(
    ({ content, completion }) => isFit(content.type, completion),
    explain({ en: 'The rule does not fit the lesson', ru: 'Условие завершения не подходит уроку' }),
  );

const treeModule = createModule.body.extend({ lessons: z.array(treeLesson).max(maxLessons) });

const treeBank = createBank.body.extend({ id, questions: z.array(questionContent).max(maxQuestions) });

const treeFile = z.strictObject({ id, name: fileName, type: mediaType, size: z.int().min(1).max(maxCourseFileBytes) });

/** A course as one value, without people, revisions and whatever they have done. */
export const courseTree = z
  .strictObject({
    card,
    banks: z.array(treeBank).max(maxBanks),
    modules: z.array(treeModule).max(maxModules),
    gradebook: putGradebookSettings.body,
    files: z.array(treeFile).max(maxFiles),
  })
  .refine(
    ({ modules }) => modules.reduce((sum, { lessons }) => sum + lessons.length, 0) <= maxLessons,
    explain({ en: `More than ${maxLessons} lessons`, ru: `Больше ${maxLessons} уроков` }),
  )
  .refine(
    ({ banks, modules, files }) =>
      [banks, files, modules.flatMap(({ lessons }) => lessons)].every((parts) => differ(parts.map((part) => part.id))) &&
      differ(banks.map(({ title }) => title)),
    explain({
      en: 'Two parts have the same id, or two banks the same title',
      ru: 'Две части с одним идентификатором или два банка с одним названием',
    }),
  );

const differ = (values: readonly string[]) => new Set(values).size === values.length;

export type CourseTree = z.output<typeof courseTree>;
export type TreeModule = CourseTree['modules'][number];
export type TreeLesson = z.output<typeof treeLesson>;
export type TreeFile = CourseTree['files'][number];
export type TreeBank = CourseTree['banks'][number];

/** What a new id takes the place of. */
interface Naming {
  readonly lesson: (id: string) => string;
  readonly bank: (id: string) => string;
  readonly file: (id: string) => string;
}

/** The same course with other ids. */
export function renameParts({ card, banks, modules, gradebook, files }: CourseTree, to: Naming): CourseTree {
  return {
    card,
    banks: banks.map((bank) => ({ ...bank, id: to.bank(bank.id) })),
    modules: modules.map((module) => ({
      ...module,
      lessons: module.lessons.map((lesson) => ({
        ...lesson,
        id: to.lesson(lesson.id),
        content: renameContent(lesson.content, to),
      })),
    })),
    gradebook: { ...gradebook, items: gradebook.items.map((item) => ({ ...item, lessonId: to.lesson(item.lessonId) })) },
    files: files.map((file) => ({ ...file, id: to.file(file.id) })),
  };
}

function renameContent(content: TreeLesson['content'], to: Naming): TreeLesson['content'] {
  if ('courseFileId' in content) return { ...content, courseFileId: to.file(content.courseFileId) };
  if (content.type === 'text') return { ...content, blocks: content.blocks.map((block) => renameBlock(block, to)) };
  if (content.type !== 'quiz') return content;
  const questions = content.settings.questions.map((source) => ({ ...source, bankId: to.bank(source.bankId) }));
  return { ...content, settings: { ...content.settings, questions } };
}

function renameBlock(block: LessonBlock, to: Naming): LessonBlock {
  return block.type === 'image' ? { ...block, courseFileId: to.file(block.courseFileId) } : block;
}
