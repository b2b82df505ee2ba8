import { defineFeature } from '@lyceum/common/service';
import { CreateAchievements1796014099435 } from '../../migrations/1796014099435-create-achievements.ts';
import { AchievementEntity } from './achievement.entity.ts';
import { achievementRoutes } from './achievement.routes.ts';

export const achievementFeature = defineFeature({
  migrations: [CreateAchievements1796014099435],
  entities: [AchievementEntity],
  mount: () => ({ routes: achievementRoutes }),
});
