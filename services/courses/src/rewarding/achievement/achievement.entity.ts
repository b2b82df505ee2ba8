import { belongsTo, type RowOf, spaceColumn } from '@lyceum/common/database';
import type { achievement } from '@lyceum/contracts/courses/achievement';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';

export type AchievementRow = RowOf<typeof achievement>;

export const AchievementEntity = new EntitySchema<AchievementRow>({
  name: 'achievement',
  tableName: 'achievements',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: { ...belongsTo(CourseEntity, 'achievements_course'), nullable: true },
    title: { type: 'text', collation: 'und-x-icu' },
    description: { type: 'text' },
    icon: { type: 'text' },
    points: { type: 'integer' },
    active: { type: 'boolean' },
    when: { type: 'text', name: 'fact' },
    condition: { type: 'jsonb' },
    repeats: { type: 'text' },
    createdAt: { type: 'timestamptz' },
    version: { type: 'integer' },
  },
  checks: [{ name: 'achievements_repeats', expression: "repeats IN ('once', 'each')" }],
  indices: [
    { name: 'achievements_by_fact', columns: ['spaceId', 'when'] },
    { name: 'achievements_of_course', columns: ['spaceId', 'courseId'] },
  ],
});
