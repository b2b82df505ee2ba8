import { defineFeature } from '@lyceum/common/service';
import { extensionRoutes } from './extension.routes.ts';

export const extensionFeature = defineFeature({ mount: () => ({ routes: extensionRoutes }) });
