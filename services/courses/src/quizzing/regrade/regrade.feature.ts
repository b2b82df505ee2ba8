import { defineFeature } from '@lyceum/common/service';
import { AddRegrades1796045699122 } from '../../migrations/1796045699122-add-regrades.ts';
import { RegradeAttempts1796045699123 } from '../../migrations/1796045699123-regrade-attempts.ts';
import { RegradeEntity } from './regrade.entity.ts';

export const regradeFeature = defineFeature({
  migrations: [AddRegrades1796045699122, RegradeAttempts1796045699123],
  entities: [RegradeEntity],
});
