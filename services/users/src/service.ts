import { defineService } from '@lyceum/common/service';
import { usersConfig } from './config.ts';
import { profileFeature } from './profile/profile.feature.ts';

export const users = defineService({ name: 'users', config: usersConfig, features: [profileFeature] });
