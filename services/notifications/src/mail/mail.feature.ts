import { defineFeature } from '@lyceum/common/service';
import { CreateMails1763683200000 } from '../migrations/1763683200000-create-mails.ts';
import { MailEntity } from './mail.entity.ts';
import { mailRoutes } from './mail.routes.ts';
import { createMailer } from './mailer.ts';
import { queueMail } from './on-mail-requested.ts';
import { handleSendMail } from './send-mail.job.ts';

export const mailFeature = defineFeature({
  entities: [MailEntity],
  migrations: [CreateMails1763683200000],
  subscriptions: [queueMail],
  mount({ config }: { config: { SMTP_URL: string; MAIL_FROM: string; PUBLIC_URL: string } }) {
    const mailer = createMailer({ url: config.SMTP_URL, from: config.MAIL_FROM });
    return {
      routes: mailRoutes,
      jobs: [handleSendMail({ mailer, publicUrl: config.PUBLIC_URL })],
      stop: () => mailer.stop(),
    };
  },
});
