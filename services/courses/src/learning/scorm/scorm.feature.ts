import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import { PreviewPackages1796046353536 } from '../../migrations/1796046353536-preview-packages.ts';
import { createReadInTurns } from '../scorm-package/read-in-turns.ts';
import { createReadPackage } from '../scorm-package/read-package.ts';
import { readPlayerFiles } from '../scorm-player/read-player-files.ts';
import { scormContents } from './scorm.contents.ts';
import { scormRoutes } from './scorm.routes.ts';
import { ScormLaunchEntity } from './scorm-launch.entity.ts';
import { ScormStateEntity } from './scorm-state.entity.ts';
import { sweepLaunchesJob, sweepLaunchesSchedule } from './sweep-launches.job.ts';

interface Needs {
  readonly config: { readonly CONTENT_URL?: string | undefined };
  readonly storage: Storage;
}

export const scormFeature = defineFeature({
  migrations: [PreviewPackages1796046353536],
  entities: [ScormLaunchEntity, ScormStateEntity],
  mount: async ({ config, storage }: Needs) => ({
    routes: scormRoutes({ contentUrl: config.CONTENT_URL, readPackage: createReadPackage(storage) }),
    contents: scormContents({ storage, playerFiles: await readPlayerFiles(), readInTurns: createReadInTurns() }),
    jobs: [sweepLaunchesJob],
    schedules: [sweepLaunchesSchedule],
  }),
});
