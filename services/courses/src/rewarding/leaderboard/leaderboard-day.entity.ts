import { spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

/** Points of a day of UTC that are in the sum of the last 30 days: what is taken off when it leaves them. */
export interface LeaderboardDayRow {
  scope: string;
  personId: string;
  day: string;
  points: number;
  /** Whether they are in the sum of the last 7 days, too. */
  inWeek: boolean;
}

export const LeaderboardDayEntity = new EntitySchema<LeaderboardDayRow>({
  name: 'leaderboard_day',
  tableName: 'leaderboard_days',
  columns: {
    ...spaceKey,
    scope: { type: 'text', primary: true },
    personId: { type: 'uuid', primary: true },
    day: { type: 'date', primary: true },
    points: { type: 'integer' },
    inWeek: { type: 'boolean' },
  },
  indices: [{ name: 'leaderboard_days_by_day', columns: ['spaceId', 'day'] }],
});
