import { defineFeature } from '@lyceum/common/service';
import { CreateProfiles1763683200000 } from '../migrations/1763683200000-create-profiles.ts';
import { AddAvatars1796059947091 } from '../migrations/1796059947091-add-avatars.ts';
import { createProfile } from './on-account-registered.ts';
import { ProfileEntity } from './profile.entity.ts';
import { profileRoutes } from './profile.routes.ts';
import { profileSnapshot } from './profile-snapshot.ts';

export const profileFeature = defineFeature({
  entities: [ProfileEntity],
  migrations: [CreateProfiles1763683200000, AddAvatars1796059947091],
  subscriptions: [createProfile],
  snapshots: [profileSnapshot],
  mount: () => ({ routes: profileRoutes }),
});
