import { defineFeature } from '@lyceum/common/service';
import { type VersionDeps, versionRoutes } from './version.routes.ts';

export const versionFeature = defineFeature({ mount: (deps: VersionDeps) => ({ routes: versionRoutes(deps) }) });
