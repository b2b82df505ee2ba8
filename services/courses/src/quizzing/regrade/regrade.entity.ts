import { belongsTo, spaceColumn } from '@lyceum/common/database';
import type { QuestionContent } from '@lyceum/contracts/courses/question';
import type { Regrade } from '@lyceum/contracts/courses/regrade';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';

export interface RegradeRow extends Omit<Regrade, 'createdAt' | 'finishedAt' | 'orderedByName'> {
  courseId: string;
  createdAt: Date;
  /** When a page of learners was begun last, or a job was enqueued for it. */
  touchedAt: Date;
  finishedAt: Date | null;
  /** The newest version of the question when it was ordered; null when that was deleted. Read only where it is asked for. */
  content?: QuestionContent | null;
}

export const RegradeEntity = new EntitySchema<RegradeRow>({
  name: 'regrade',
  tableName: 'regrades',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: belongsTo(CourseEntity, 'regrades_course'),
    lessonId: { type: 'uuid' },
    questionId: { type: 'uuid' },
    questionTitle: { type: 'text' },
    questionVersion: { type: 'integer', nullable: true },
    content: { type: 'jsonb', nullable: true, select: false },
    rule: { type: 'text' },
    status: { type: 'text' },
    orderedBy: { type: 'uuid' },
    createdAt: { type: 'timestamptz' },
    touchedAt: { type: 'timestamptz' },
    finishedAt: { type: 'timestamptz', nullable: true },
    seen: { type: 'integer' },
    changed: { type: 'integer' },
    unfit: { type: 'integer' },
    passed: { type: 'integer' },
  },
  checks: [
    { name: 'regrades_status', expression: "status IN ('queued', 'running', 'done', 'failed')" },
    { name: 'regrades_finished', expression: "(status IN ('done', 'failed')) = (finished_at IS NOT NULL)" },
  ],
  indices: [
    { name: 'regrades_of_lesson', columns: ['spaceId', 'courseId', 'lessonId', 'createdAt', 'id'] },
    { name: 'regrades_unfinished', columns: ['spaceId', 'touchedAt'], where: 'finished_at IS NULL' },
  ],
});
