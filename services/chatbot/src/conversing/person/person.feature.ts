import { defineFeature } from '@lyceum/common/service';
import { CreatePeople1796072240995 } from '../../migrations/1796072240995-create-people.ts';
import { addPerson } from './on-account-registered.ts';
import { updatePerson } from './on-profile-updated.ts';
import { PersonEntity } from './person.entity.ts';

export const personFeature = defineFeature({
  migrations: [CreatePeople1796072240995],
  entities: [PersonEntity],
  subscriptions: [addPerson, updatePerson],
});
