import { defineFeature } from '@lyceum/common/service';
import { addPerson } from './on-account-registered.ts';
import { updatePerson } from './on-profile-updated.ts';
import { PersonEntity } from './person.entity.ts';

export const personFeature = defineFeature({
  entities: [PersonEntity],
  subscriptions: [addPerson, updatePerson],
});
