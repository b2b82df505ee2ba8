import { defineFeature } from '@lyceum/common/service';
import { MailingEntity } from './mailing.entity.ts';

export const mailingFeature = defineFeature({ entities: [MailingEntity] });
