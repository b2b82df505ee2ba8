import { defineFeature } from '@lyceum/common/service';
import { applyAchievementJob } from './apply-achievement.job.ts';
import { AwardEntity } from './award.entity.ts';
import { awardRoutes } from './award.routes.ts';
import { awardReactions } from './award-reactions.ts';

export const awardFeature = defineFeature({
  entities: [AwardEntity],
  subscriptions: awardReactions,
  mount: () => ({ routes: awardRoutes, jobs: [applyAchievementJob] }),
});
