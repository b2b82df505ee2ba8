import { defineService } from '@lyceum/common/service';
import { notificationsConfig } from './config.ts';
import { mailFeature } from './mail/mail.feature.ts';
import { recipientFeature } from './recipient/recipient.feature.ts';

export const notifications = defineService({
  name: 'notifications',
  config: notificationsConfig,
  features: [recipientFeature, mailFeature],
});
