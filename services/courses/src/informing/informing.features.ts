import { announcementFeature } from './announcement/announcement.feature.ts';
import { digestFeature } from './digest/digest.feature.ts';
import { mailPreferenceFeature } from './mail-preference/mail-preference.feature.ts';
import { mailingFeature } from './mailing/mailing.feature.ts';
import { mailingDeliveryFeature } from './mailing-delivery/mailing-delivery.feature.ts';
import { reminderFeature } from './reminder/reminder.feature.ts';

/** What people are told by announcements and mails. */
export const informingFeatures = [
  mailPreferenceFeature,
  mailingFeature,
  announcementFeature,
  mailingDeliveryFeature,
  reminderFeature,
  digestFeature,
];
