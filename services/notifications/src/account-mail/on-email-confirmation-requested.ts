import { on } from '@lyceum/common/outbox';
import { emailConfirmationRequested } from '@lyceum/contracts/tokens/registration';
import { queueMail } from '../mail/queue-mail.ts';
import { emailConfirmation } from '../template/email-confirmation.ts';

export const mailConfirmation = on(
  emailConfirmationRequested,
  'notifications.mail-email-confirmation',
  async ({ accountId, email, locale, token, contested, expiresAt }, { db, ctx, id }) => {
    const recipient = { id: accountId, email, locale };
    await queueMail(db, ctx, emailConfirmation, { messageId: id, recipient, params: { token, contested, expiresAt } });
  },
);
