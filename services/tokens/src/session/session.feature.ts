import { defineFeature, type Kit } from '@lyceum/common/service';
import type { Passwords } from '../account/passwords.ts';
import type { tokensConfig } from '../config.ts';
import type { KeyRing } from '../signing-key/key-ring.ts';
import { createAccessTokens } from './access-tokens.ts';
import { purgeExpiredJob, purgeSchedule } from './purge-expired.job.ts';
import { RefreshTokenEntity } from './refresh-token.entity.ts';
import { SessionEntity } from './session.entity.ts';
import { sessionRoutes } from './session.routes.ts';
import { createSignInThrottle } from './sign-in-throttle.ts';

type Needs = Pick<Kit<typeof tokensConfig>, 'config' | 'redis' | 'revocations'> & {
  readonly passwords: Passwords;
  readonly keyRing: KeyRing;
};

export const sessionFeature = defineFeature({
  entities: [RefreshTokenEntity, SessionEntity],
  mount: ({ config, redis, revocations, passwords, keyRing }: Needs) => ({
    routes: sessionRoutes({
      passwords,
      throttle: createSignInThrottle(redis, config.REDIS_PREFIX),
      accessTokens: createAccessTokens({ keyRing, issuer: config.PUBLIC_URL }),
      revocations,
      serviceSecrets: config.SERVICE_SECRETS_SHA256,
    }),
    jobs: [purgeExpiredJob],
    schedules: [purgeSchedule],
  }),
});
