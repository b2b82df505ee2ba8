import { defineFeature } from '@lyceum/common/service';
import { helpRoutes } from './help.routes.ts';

export const helpFeature = defineFeature({ mount: () => ({ routes: helpRoutes }) });
