import { defineService } from '@lyceum/common/service';
import { usersConfig } from './config.ts';
import { CreateProfiles1763683200000 } from './migrations/1763683200000-create-profiles.ts';
import { createProfile } from './profile/on-account-registered.ts';
import { ProfileEntity } from './profile/profile.entity.ts';
import { profileRoutes } from './profile/profile.routes.ts';
import { profileSnapshot } from './profile/profile-snapshot.ts';

export const users = defineService({
  name: 'users',
  config: usersConfig,
  entities: [ProfileEntity],
  migrations: [CreateProfiles1763683200000],
  subscriptions: [createProfile],
  snapshots: [profileSnapshot],
  mount: () => ({ routes: profileRoutes }),
});
