import { defineService } from '@lyceum/common/service';
import { spaceTaken } from '@lyceum/contracts/tokens/space';
import { AccountEntity } from './account/account.entity.ts';
import { accountSnapshot } from './account/account-snapshot.ts';
import { ensureFirstAdministrator } from './account/ensure-first-administrator.ts';
import { createPasswords } from './account/passwords.ts';
import { tokensConfig } from './config.ts';
import { CreateAccounts1763683200000 } from './migrations/1763683200000-create-accounts.ts';
import { KeepRegistrations1764360000000 } from './migrations/1764360000000-keep-registrations.ts';
import { createConfirmationTokens } from './registration/confirmation-tokens.ts';
import { RegistrationEntity } from './registration/registration.entity.ts';
import { registrationRoutes } from './registration/registration.routes.ts';
import { createRegistrationThrottle } from './registration/registration-throttle.ts';
import { createAccessTokens } from './session/access-tokens.ts';
import { purgeExpiredJob, purgeSchedule } from './session/purge-expired.job.ts';
import { RefreshTokenEntity } from './session/refresh-token.entity.ts';
import { SessionEntity } from './session/session.entity.ts';
import { sessionRoutes } from './session/session.routes.ts';
import { createSignInThrottle } from './session/sign-in-throttle.ts';
import { openKeyRing } from './signing-key/key-ring.ts';
import { rotateSigningKeysJob, signingKeySchedule } from './signing-key/rotate-signing-keys.job.ts';
import { rotateSigningKeys } from './signing-key/rotate-signing-keys.ts';
import { SigningKeyEntity } from './signing-key/signing-key.entity.ts';
import { signingKeyRoutes } from './signing-key/signing-key.routes.ts';
import { SpaceEntity } from './space/space.entity.ts';
import { spaceRoutes } from './space/space.routes.ts';

export const tokens = defineService({
  name: 'tokens',
  config: tokensConfig,
  entities: [AccountEntity, RefreshTokenEntity, RegistrationEntity, SessionEntity, SigningKeyEntity, SpaceEntity],
  migrations: [CreateAccounts1763683200000, KeepRegistrations1764360000000],
  snapshots: [accountSnapshot],
  constraints: { spaces_id: spaceTaken },
  async mount(kit) {
    const { config, database, redis, revocations, clock, log } = kit;
    const { REDIS_PREFIX: prefix, KEY_ENCRYPTION_SECRET: secret, ADMIN_EMAIL, ADMIN_PASSWORD } = config;
    await database.transact({ space: 'main' }, (db) => rotateSigningKeys(db, clock.now(), secret));
    const { PASSWORD_HASH_PARALLEL: parallel, PASSWORD_HASH_QUEUE: queue } = config;
    const passwords = await createPasswords({ parallel, queue, secret });
    if (ADMIN_EMAIL && ADMIN_PASSWORD) {
      const administrator = { email: ADMIN_EMAIL, password: ADMIN_PASSWORD };
      await ensureFirstAdministrator(database, kit.systemContext('main'), administrator, passwords);
    }
    const keyRing = await openKeyRing({ database, secret, log });
    return {
      routes: [
        ...registrationRoutes({
          passwords,
          tokenOf: createConfirmationTokens(secret),
          throttle: createRegistrationThrottle(redis, prefix, config.REGISTRATIONS_PER_HOUR),
        }),
        ...sessionRoutes({
          passwords,
          throttle: createSignInThrottle(redis, prefix),
          accessTokens: createAccessTokens({ keyRing, issuer: config.PUBLIC_URL }),
          revocations,
          serviceSecrets: config.SERVICE_SECRETS_SHA256,
        }),
        ...signingKeyRoutes(keyRing),
        ...spaceRoutes,
      ],
      jobs: [rotateSigningKeysJob({ keyRing, secret }), purgeExpiredJob],
      schedules: [signingKeySchedule, purgeSchedule],
      stop: () => keyRing.stop(),
    };
  },
});
