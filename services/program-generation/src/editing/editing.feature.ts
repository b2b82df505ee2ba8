import { defineFeature } from '@lyceum/common/service';
import { editingRoutes } from './editing.routes.ts';

export const editingFeature = defineFeature({ mount: () => ({ routes: editingRoutes }) });
