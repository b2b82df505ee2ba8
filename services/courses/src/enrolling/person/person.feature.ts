import { defineFeature } from '@lyceum/common/service';
import { KeepTimeZones1796044919658 } from '../../migrations/1796044919658-keep-time-zones.ts';
import { addPerson } from './on-account-registered.ts';
import { updatePerson } from './on-profile-updated.ts';
import { PersonEntity } from './person.entity.ts';

export const personFeature = defineFeature({
  migrations: [KeepTimeZones1796044919658],
  entities: [PersonEntity],
  subscriptions: [addPerson, updatePerson],
});
