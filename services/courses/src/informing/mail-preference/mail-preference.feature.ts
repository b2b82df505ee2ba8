import { defineFeature } from '@lyceum/common/service';
import { AddAnnouncements1796045626839 } from '../../migrations/1796045626839-add-announcements.ts';
import { TieAnnouncements1796045626840 } from '../../migrations/1796045626840-tie-announcements.ts';
import { MailPreferenceEntity } from './mail-preference.entity.ts';
import { mailPreferenceRoutes } from './mail-preference.routes.ts';

export const mailPreferenceFeature = defineFeature({
  migrations: [AddAnnouncements1796045626839, TieAnnouncements1796045626840],
  entities: [MailPreferenceEntity],
  mount: () => ({ routes: mailPreferenceRoutes }),
});
