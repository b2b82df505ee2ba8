import { defineFeature } from '@lyceum/common/service';
import { addRecipient } from './on-account-registered.ts';
import { updateRecipient } from './on-profile-updated.ts';
import { RecipientEntity } from './recipient.entity.ts';

export const recipientFeature = defineFeature({
  entities: [RecipientEntity],
  subscriptions: [addRecipient, updateRecipient],
});
