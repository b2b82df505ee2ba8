import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { In } from 'typeorm';
import { drawQuestions } from '../../quizzing/quiz-engine/draw-questions.ts';
import { BankEntity } from '../bank/bank.entity.ts';
import { QuestionEntity } from '../bank/question.entity.ts';
import { findModules } from '../content/find-content.ts';
import type { LessonRow } from '../content/lesson.entity.ts';
import type { CourseRow } from '../course/course.entity.ts';
import type { LessonVersionRow, QuestionPool } from './lesson-version.entity.ts';
import type { Outline } from './outline.ts';
import { toComparable } from './to-comparable.ts';

/** A lesson of the draft as the next revision will have it, before it has an id. */
export type NewLessonVersion = Required<Omit<LessonVersionRow, 'id' | 'search' | 'dueAt' | 'dueDays' | 'videoId'>>;

/** The draft as one value: in its outline, hashes stand in the place of ids of versions. */
export interface ComposedDraft {
  readonly outline: Outline;
  /** By the id of the lesson. */
  readonly versions: ReadonlyMap<string, NewLessonVersion>;
}

export async function composeOutline(db: EntityManager, course: CourseRow): Promise<ComposedDraft> {
  const modules = await findModules(db, course.id, { contents: true });
  const banks = await findPools(db, course.id);
  const versions = new Map<string, NewLessonVersion>();
  const outlineModules = modules.map(({ id, title, summary, lessons }) => ({
    id,
    title,
    summary,
    lessons: lessons.map((lesson) => {
      const version = toVersion(lesson, banks);
      versions.set(lesson.id, version);
      const { type, required, completion, opening } = lesson;
      return { id: lesson.id, versionId: version.hash, title: lesson.title, type, required, completion, opening };
    }),
  }));
  return { outline: { title: course.title, sequential: course.sequential, modules: outlineModules }, versions };
}

type Pools = ReadonlyMap<string, QuestionPool['questions']>;

/** All questions of the course by their bank, the first made first. */
async function findPools(db: EntityManager, courseId: string): Promise<Pools> {
  const banks = await db.find(BankEntity, { select: { id: true }, where: { courseId } });
  const questions = await db.find(QuestionEntity, {
    where: { bankId: In(banks.map(({ id }) => id)) },
    order: { createdAt: 'ASC', id: 'ASC' },
  });
  return new Map(
    banks.map((bank) => [
      bank.id,
      questions.filter(({ bankId }) => bankId === bank.id).map(({ id, version, content }) => ({ id, version, content })),
    ]),
  );
}

function toVersion(lesson: LessonRow, banks: Pools): NewLessonVersion {
  const { id: lessonId, courseId, title, content, shown, words } = lesson;
  const pools = content.type === 'quiz' ? content.settings.questions.map((source) => toPool(source, banks)) : [];
  const hash = createHash('sha256')
    .update(JSON.stringify([title, toComparable(content), pools]))
    .digest('base64url');
  // As many for every seed: pools may share questions.
  const questions = drawQuestions(pools, { seed: '', shuffle: false }).length;
  return { courseId, lessonId, hash, title, content, shown, words, pools, questions };
}

function toPool({ bankId, draw, tag }: { bankId: string; draw: number | null; tag: string | null }, banks: Pools): QuestionPool {
  const all = banks.get(bankId) ?? [];
  const questions = tag === null ? all : all.filter(({ content }) => content.tags.includes(tag));
  return { draw, questions };
}
