import { defineFeature } from '@lyceum/common/service';
import { checkRoutes } from './check.routes.ts';

export const certificateCheckFeature = defineFeature({
  mount: ({ config }: { config: { readonly PUBLIC_URL: string } }) => ({
    routes: checkRoutes({ publicUrl: config.PUBLIC_URL }),
  }),
});
