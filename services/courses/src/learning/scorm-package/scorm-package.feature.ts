import { defineFeature } from '@lyceum/common/service';
import { AddScormPackages1796031374179 } from '../../migrations/1796031374179-add-scorm-packages.ts';
import { ScormEntryEntity } from './scorm-entry.entity.ts';
import { ScormPackageEntity } from './scorm-package.entity.ts';
import { sweepPackagesJob, sweepPackagesSchedule } from './sweep-packages.job.ts';

export const scormPackageFeature = defineFeature({
  migrations: [AddScormPackages1796031374179],
  entities: [ScormPackageEntity, ScormEntryEntity],
  mount: () => ({ jobs: [sweepPackagesJob], schedules: [sweepPackagesSchedule] }),
});
