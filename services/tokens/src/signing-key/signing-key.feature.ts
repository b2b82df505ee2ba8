import { defineFeature } from '@lyceum/common/service';
import type { KeyRing } from './key-ring.ts';
import { rotateSigningKeysJob, signingKeySchedule } from './rotate-signing-keys.job.ts';
import { SigningKeyEntity } from './signing-key.entity.ts';
import { signingKeyRoutes } from './signing-key.routes.ts';

interface Needs {
  readonly config: { readonly KEY_ENCRYPTION_SECRET: string };
  readonly keyRing: KeyRing;
}

export const signingKeyFeature = defineFeature({
  entities: [SigningKeyEntity],
  mount: ({ config, keyRing }: Needs) => ({
    routes: signingKeyRoutes(keyRing),
    jobs: [rotateSigningKeysJob({ keyRing, secret: config.KEY_ENCRYPTION_SECRET })],
    schedules: [signingKeySchedule],
  }),
});
