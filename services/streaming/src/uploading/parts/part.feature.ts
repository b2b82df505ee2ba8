import { defineFeature } from '@lyceum/common/service';
import type { Completing } from '../upload/complete-upload.ts';
import { partRoutes } from './part.routes.ts';

export const partFeature = defineFeature({
  mount: (needs: Completing & { readonly config: { readonly PUBLIC_URL: string } }) => ({ routes: partRoutes(needs) }),
});
