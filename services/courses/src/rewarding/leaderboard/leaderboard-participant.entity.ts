import { spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

/** Somebody who has chosen who sees their name; without a row it is shown to the courses they are enrolled in. */
export interface LeaderboardParticipantRow {
  personId: string;
  /** To the whole space, or to nobody. */
  visible: boolean;
}

export const LeaderboardParticipantEntity = new EntitySchema<LeaderboardParticipantRow>({
  name: 'leaderboard_participant',
  tableName: 'leaderboard_participants',
  columns: {
    ...spaceKey,
    personId: { type: 'uuid', primary: true },
    visible: { type: 'boolean' },
  },
});
