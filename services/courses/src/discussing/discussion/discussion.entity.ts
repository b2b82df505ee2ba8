import { belongsTo, spaceColumn } from '@lyceum/common/database';
import type { DiscussionPlace } from '@lyceum/contracts/courses/discussion';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';

/** A question at a place of a lesson. */
export interface DiscussionRow {
  id: string;
  courseId: string;
  lessonId: string;
  /** As it was then. */
  lessonTitle: string;
  at: DiscussionPlace['at'];
  /** Null elsewhere than at a block. */
  blockId: string | null;
  /** Null elsewhere than at a second. */
  second: number | null;
  quote: string | null;
  personId: string;
  /** What was written, in Markdown. */
  text: string;
  html: string;
  /** The reply that is accepted; null while none is. */
  answerId: string | null;
  answerByTeacher: boolean | null;
  replies: number;
  /** Number of the last reply there was. */
  lastNumber: number;
  followers: number;
  /** Sorts lists of teachers: open ones first, and of these the oldest. */
  sortKey: string;
  createdAt: Date;
  editedAt: Date | null;
  /** When a job mails what is new; null while nothing is. */
  mailAt: Date | null;
  /** When it did so last. */
  mailedAt: Date | null;
  version: number;
}

export const DiscussionEntity = new EntitySchema<DiscussionRow>({
  name: 'discussion',
  tableName: 'discussions',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: belongsTo(CourseEntity, 'discussions_course'),
    lessonId: { type: 'uuid' },
    lessonTitle: { type: 'text' },
    at: { type: 'text' },
    blockId: { type: 'text', nullable: true },
    second: { type: 'integer', nullable: true },
    quote: { type: 'text', nullable: true },
    personId: { type: 'uuid' },
    text: { type: 'text' },
    html: { type: 'text' },
    answerId: { type: 'uuid', nullable: true },
    answerByTeacher: { type: 'boolean', nullable: true },
    replies: { type: 'integer' },
    lastNumber: { type: 'integer' },
    followers: { type: 'integer' },
    sortKey: { type: 'text' },
    createdAt: { type: 'timestamptz' },
    editedAt: { type: 'timestamptz', nullable: true },
    mailAt: { type: 'timestamptz', nullable: true },
    mailedAt: { type: 'timestamptz', nullable: true },
    version: { type: 'integer' },
  },
  checks: [
    { name: 'discussions_at', expression: "at IN ('lesson', 'block', 'second')" },
    { name: 'discussions_block', expression: "(at = 'block') = (block_id IS NOT NULL)" },
    { name: 'discussions_second', expression: "(at = 'second') = (second IS NOT NULL)" },
    { name: 'discussions_answer', expression: '(answer_id IS NULL) = (answer_by_teacher IS NULL)' },
  ],
  indices: [
    { name: 'discussions_to_mail', columns: ['spaceId', 'mailAt'] },
    { name: 'discussions_of_lesson', columns: ['spaceId', 'courseId', 'lessonId', 'createdAt', 'id'] },
    { name: 'discussions_of_course', columns: ['spaceId', 'courseId', 'sortKey', 'id'] },
    { name: 'discussions_of_person', columns: ['spaceId', 'courseId', 'personId'] },
  ],
});

/** Where a discussion stands in lists of teachers. */
export function toSortKey(status: 'open' | 'answered', createdAt: Date): string {
  return `${status === 'open' ? 0 : 1} ${createdAt.toISOString()}`;
}
