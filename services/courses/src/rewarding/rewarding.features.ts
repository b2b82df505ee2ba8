import { achievementFeature } from './achievement/achievement.feature.ts';
import { awardFeature } from './award/award.feature.ts';
import { leaderboardFeature } from './leaderboard/leaderboard.feature.ts';

/** What learners are awarded for what they do. */
export const rewardingFeatures = [achievementFeature, leaderboardFeature, awardFeature];
