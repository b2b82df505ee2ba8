import { defineFeature } from '@lyceum/common/service';
import { CreatePrograms1763683200000 } from '../migrations/1763683200000-create-programs.ts';
import { KeepContributors1764366000000 } from '../migrations/1764366000000-keep-contributors.ts';
import { SortTitles1764367200000 } from '../migrations/1764367200000-sort-titles.ts';
import { LeaveModels1796000010000 } from '../migrations/1796000010000-leave-models.ts';
import { BlockLockEntity } from './block-lock.entity.ts';
import { ProgramEntity } from './program.entity.ts';
import { programRoutes } from './program.routes.ts';
import { ProgramVersionEntity } from './program-version.entity.ts';

export const programFeature = defineFeature({
  entities: [ProgramEntity, ProgramVersionEntity, BlockLockEntity],
  migrations: [CreatePrograms1763683200000, KeepContributors1764366000000, SortTitles1764367200000, LeaveModels1796000010000],
  mount: () => ({ routes: programRoutes }),
});
