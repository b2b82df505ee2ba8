import { defineService } from '@lyceum/common/service';
import { notificationsConfig } from './config.ts';
import { MailEntity } from './mail/mail.entity.ts';
import { mailRoutes } from './mail/mail.routes.ts';
import { CreateMails1763683200000 } from './migrations/1763683200000-create-mails.ts';
import { RecipientEntity } from './recipient/recipient.entity.ts';

export const notifications = defineService({
  name: 'notifications',
  config: notificationsConfig,
  entities: [MailEntity, RecipientEntity],
  migrations: [CreateMails1763683200000],
  mount: () => ({ routes: mailRoutes }),
});
