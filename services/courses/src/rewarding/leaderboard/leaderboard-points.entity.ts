import { spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

/** Sums of the awards of a person, written with them: ten thousand people are ranked by an index. */
export interface LeaderboardPointsRow {
  /** Id of a course, or `space` for what counts anywhere in it. */
  scope: string;
  personId: string;
  points: number;
  monthPoints: number;
  weekPoints: number;
}

export const LeaderboardPointsEntity = new EntitySchema<LeaderboardPointsRow>({
  name: 'leaderboard_points',
  tableName: 'leaderboard_points',
  columns: {
    ...spaceKey,
    scope: { type: 'text', primary: true },
    personId: { type: 'uuid', primary: true },
    points: { type: 'integer' },
    monthPoints: { type: 'integer' },
    weekPoints: { type: 'integer' },
  },
  indices: [
    { name: 'leaderboard_points_all', columns: ['spaceId', 'scope', 'points', 'personId'] },
    { name: 'leaderboard_points_month', columns: ['spaceId', 'scope', 'monthPoints', 'personId'] },
    { name: 'leaderboard_points_week', columns: ['spaceId', 'scope', 'weekPoints', 'personId'] },
  ],
});
