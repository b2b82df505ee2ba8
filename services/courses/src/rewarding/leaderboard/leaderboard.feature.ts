import { defineFeature } from '@lyceum/common/service';
import { leaderboardRoutes } from './leaderboard.routes.ts';
import { LeaderboardDayEntity } from './leaderboard-day.entity.ts';
import { LeaderboardParticipantEntity } from './leaderboard-participant.entity.ts';
import { LeaderboardPointsEntity } from './leaderboard-points.entity.ts';
import { rollLeaderboardsJob, rollLeaderboardsSchedule } from './roll-leaderboards.job.ts';

export const leaderboardFeature = defineFeature({
  entities: [LeaderboardPointsEntity, LeaderboardDayEntity, LeaderboardParticipantEntity],
  mount: () => ({ routes: leaderboardRoutes, jobs: [rollLeaderboardsJob], schedules: [rollLeaderboardsSchedule] }),
});
