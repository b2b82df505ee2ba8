import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import type { CompletionRule } from '@lyceum/contracts/courses/lesson-content';
import type { EntityManager } from 'typeorm';
import { chooseRule } from './completion-rules.ts';
import { LessonEntity, type LessonRow } from './lesson.entity.ts';

type NewLesson = Pick<LessonRow, 'title' | 'content' | 'shown' | 'words'> & { readonly completion?: CompletionRule } & Partial<
    Pick<LessonRow, 'id' | 'required' | 'opening' | 'programTopic'>
  >;

/** Adds lessons to an empty module. */
export async function insertLessons(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  place: Pick<LessonRow, 'courseId' | 'moduleId'>,
  lessons: readonly NewLesson[],
): Promise<void> {
  const rows = lessons.map((lesson, position) => ({
    id: newId(),
    required: true,
    opening: { opens: 'at-once' } as const,
    programTopic: null,
    ...lesson,
    ...place,
    type: lesson.content.type,
    completion: chooseRule(lesson.content.type, lesson.completion),
    position,
    version: 1,
    updatedAt: ctx.now(),
  }));
  if (rows.length > 0) await db.insert(LessonEntity, rows);
}
