import { spaceColumn } from '@lyceum/common/database';
import type { Award } from '@lyceum/contracts/courses/achievement';
import { EntitySchema } from 'typeorm';

/** Title, icon and points are a copy of that moment: an achievement that is changed or deleted changes no award. */
export interface AwardRow extends Omit<Award, 'earnedAt'> {
  personId: string;
  /** Which of several awards of one achievement it is: nobody has the same twice. */
  occasion: string;
  earnedAt: Date;
}

export const AwardEntity = new EntitySchema<AwardRow>({
  name: 'award',
  tableName: 'achievement_awards',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    achievementId: { type: 'uuid' },
    personId: { type: 'uuid' },
    courseId: { type: 'uuid', nullable: true },
    occasion: { type: 'text' },
    title: { type: 'text' },
    icon: { type: 'text' },
    points: { type: 'integer' },
    earnedAt: { type: 'timestamptz' },
  },
  uniques: [{ name: 'achievement_awards_once', columns: ['spaceId', 'achievementId', 'personId', 'occasion'] }],
  indices: [{ name: 'achievement_awards_of_person', columns: ['spaceId', 'personId', 'earnedAt', 'id'] }],
});
