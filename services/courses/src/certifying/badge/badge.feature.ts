import { defineFeature } from '@lyceum/common/service';
import { CreateCertificates1796011497082 } from '../../migrations/1796011497082-create-certificates.ts';
import { BadgeEntity } from './badge.entity.ts';
import { badgeRoutes } from './badge.routes.ts';
import { BadgeKeyEntity } from './badge-key.entity.ts';

interface Needs {
  readonly config: { readonly PUBLIC_URL: string; readonly KEY_ENCRYPTION_SECRET: string };
}

export const badgeFeature = defineFeature({
  migrations: [CreateCertificates1796011497082],
  entities: [BadgeEntity, BadgeKeyEntity],
  mount: ({ config: { PUBLIC_URL: publicUrl, KEY_ENCRYPTION_SECRET: secret } }: Needs) => ({
    routes: badgeRoutes({ publicUrl, secret }),
  }),
});
