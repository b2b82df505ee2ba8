import { defineFeature } from '@lyceum/common/service';
import { AddAnnouncements1796045626839 } from '../../migrations/1796045626839-add-announcements.ts';
import { MailPreferenceEntity } from './mail-preference.entity.ts';
import { mailPreferenceRoutes } from './mail-preference.routes.ts';

export const mailPreferenceFeature = defineFeature({
  migrations: [AddAnnouncements1796045626839],
  entities: [MailPreferenceEntity],
  mount: () => ({ routes: mailPreferenceRoutes }),
});
