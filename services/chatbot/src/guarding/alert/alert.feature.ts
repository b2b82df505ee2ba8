import { defineFeature } from '@lyceum/common/service';
import { AlertEntity } from './alert.entity.ts';
import { alertRoutes } from './alert.routes.ts';

export const alertFeature = defineFeature({ entities: [AlertEntity], mount: () => ({ routes: alertRoutes }) });
