import { belongsTo, type RowOf, spaceColumn } from '@lyceum/common/database';
import type { draftLesson } from '@lyceum/contracts/courses/draft';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from '../course/course.entity.ts';

/** A lesson of the draft of a course. */
export interface LessonRow extends RowOf<typeof draftLesson> {
  courseId: string;
  /** From 0 in its module, without gaps; written only under the lock of the course. */
  position: number;
  /** What searches find it by, without markup. */
  words: string;
}

export const LessonEntity = new EntitySchema<LessonRow>({
  name: 'lesson',
  tableName: 'lessons',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: belongsTo(CourseEntity, 'lessons_course'),
    moduleId: { type: 'uuid' },
    title: { type: 'text' },
    type: { type: 'text' },
    content: { type: 'jsonb' },
    shown: { type: 'jsonb' },
    words: { type: 'text' },
    required: { type: 'boolean' },
    completion: { type: 'jsonb' },
    opening: { type: 'jsonb' },
    programTopic: { type: 'jsonb', nullable: true },
    position: { type: 'integer' },
    version: { type: 'integer' },
    updatedAt: { type: 'timestamptz' },
  },
  indices: [{ name: 'lessons_of_course', columns: ['spaceId', 'courseId', 'moduleId', 'position'] }],
});
