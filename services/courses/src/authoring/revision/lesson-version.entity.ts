import { belongsTo, spaceColumn } from '@lyceum/common/database';
import type { LessonContent, shownBlock } from '@lyceum/contracts/courses/lesson-content';
import type { QuestionContent } from '@lyceum/contracts/courses/question';
import { EntitySchema } from 'typeorm';
import type { z } from 'zod';
import { CourseEntity } from '../course/course.entity.ts';

/** A question as it was when its quiz was published. */
export interface PublishedQuestion {
  readonly id: string;
  readonly version: number;
  readonly content: QuestionContent;
}

/** Questions that a quiz draws from. */
export interface QuestionPool {
  /** How many are drawn; null takes all. */
  readonly draw: number | null;
  readonly questions: readonly PublishedQuestion[];
}

/** What a published lesson is made of; it never changes. */
export interface LessonVersionRow {
  id: string;
  courseId: string;
  lessonId: string;
  /** Of title, content and pools: the same make the same version. */
  hash: string;
  title: string;
  content: LessonContent;
  shown: z.output<typeof shownBlock>[];
  words: string;
  /** Made of title and words; never read. */
  search?: string;
  /** Read only where attempts are made: they may be long. */
  pools?: readonly QuestionPool[];
  /** How many questions an attempt has; 0 of what is no quiz. */
  questions: number;
  /**
   * Of an assignment with a moment as its deadline: the moment as its author wrote it, to search by; never read. It is null, and nobody is
   * reminded, in what a release before this column publishes while both run.
   */
  dueAt?: string | null;
  /** Of an assignment to be handed in some days after its learner began; as `dueAt` otherwise. */
  dueDays?: number | null;
  /** The video of the library that it shows; null of any other, and read only where that is the question. */
  videoId?: string | null;
}

export const LessonVersionEntity = new EntitySchema<LessonVersionRow>({
  name: 'lesson_version',
  tableName: 'lesson_versions',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: belongsTo(CourseEntity, 'lesson_versions_course'),
    lessonId: { type: 'uuid' },
    hash: { type: 'text' },
    title: { type: 'text' },
    content: { type: 'jsonb' },
    shown: { type: 'jsonb' },
    words: { type: 'text', select: false },
    search: {
      type: 'tsvector',
      generatedType: 'STORED',
      asExpression: "setweight(to_tsvector('russian', title), 'A') || to_tsvector('russian', left(words, 200000))",
      select: false,
      insert: false,
      update: false,
    },
    pools: { type: 'jsonb', select: false },
    questions: { type: 'integer' },
    dueAt: {
      type: 'text',
      // The order of bytes is that of time.
      collation: 'C',
      nullable: true,
      select: false,
    },
    dueDays: { type: 'integer', nullable: true, select: false },
    videoId: { type: 'uuid', nullable: true, select: false },
  },
  uniques: [{ name: 'lesson_versions_hash', columns: ['spaceId', 'courseId', 'lessonId', 'hash'] }],
  indices: [
    { name: 'lesson_versions_lesson', columns: ['spaceId', 'lessonId'] },
    // A GIN index, which EntitySchema cannot describe: the migration has it.
    { name: 'lesson_versions_search', columns: ['search'], synchronize: false },
    { name: 'lesson_versions_due_at', columns: ['spaceId', 'dueAt'] },
    { name: 'lesson_versions_due_days', columns: ['spaceId', 'dueDays'] },
  ],
});
