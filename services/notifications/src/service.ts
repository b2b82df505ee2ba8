import { defineService } from '@lyceum/common/service';
import { notificationsConfig } from './config.ts';
import { MailEntity } from './mail/mail.entity.ts';
import { mailRoutes } from './mail/mail.routes.ts';
import { createMailer } from './mail/mailer.ts';
import { queueMail } from './mail/on-mail-requested.ts';
import { handleSendMail } from './mail/send-mail.job.ts';
import { CreateMails1763683200000 } from './migrations/1763683200000-create-mails.ts';
import { addRecipient } from './recipient/on-account-registered.ts';
import { updateRecipient } from './recipient/on-profile-updated.ts';
import { RecipientEntity } from './recipient/recipient.entity.ts';

export const notifications = defineService({
  name: 'notifications',
  config: notificationsConfig,
  entities: [MailEntity, RecipientEntity],
  migrations: [CreateMails1763683200000],
  subscriptions: [addRecipient, updateRecipient, queueMail],
  mount({ config }) {
    const mailer = createMailer({ url: config.SMTP_URL, from: config.MAIL_FROM });
    return {
      routes: mailRoutes,
      jobs: [handleSendMail({ mailer, publicUrl: config.PUBLIC_URL })],
      stop: () => mailer.stop(),
    };
  },
});
