import { defineFeature, type Kit } from '@lyceum/common/service';
import type { Passwords } from '../account/passwords.ts';
import type { tokensConfig } from '../config.ts';
import { KeepRegistrations1764360000000 } from '../migrations/1764360000000-keep-registrations.ts';
import { createConfirmationTokens } from './confirmation-tokens.ts';
import { RegistrationEntity } from './registration.entity.ts';
import { registrationRoutes } from './registration.routes.ts';
import { createRegistrationThrottle } from './registration-throttle.ts';

type Needs = Pick<Kit<typeof tokensConfig>, 'config' | 'redis'> & { readonly passwords: Passwords };

export const registrationFeature = defineFeature({
  entities: [RegistrationEntity],
  migrations: [KeepRegistrations1764360000000],
  mount: ({ config, redis, passwords }: Needs) => ({
    routes: registrationRoutes({
      passwords,
      getToken: createConfirmationTokens(config.KEY_ENCRYPTION_SECRET),
      throttle: createRegistrationThrottle(redis, config.REDIS_PREFIX, config.REGISTRATIONS_PER_HOUR),
    }),
  }),
});
