import { newId } from '@lyceum/common/database';
import { enqueue, on } from '@lyceum/common/outbox';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { toStoredLetter } from '../letter/frame-letter.ts';
import { findRecipient } from '../recipient/find-recipient.ts';
import { MailEntity } from './mail.entity.ts';
import { sendMail } from './send-mail.job.ts';

/**
 * Writes a mail and the job that sends it; once for a message, even when the note of the message was deleted since. Whose account
 * is known gets it with the name and the language of the profile: the service that asks may know older ones.
 */
export const queueMail = on(mailRequested, 'notifications.queue-mail', async (request, { db, ctx, id: messageId }) => {
  const { kind, accountId, to, letters, validUntil } = request;
  if (await db.existsBy(MailEntity, { messageId, kind })) return;
  const recipient = await findRecipient(db, accountId, to);
  const letter = letters[recipient.locale];
  const id = newId();
  await db.insert(MailEntity, {
    id,
    messageId,
    accountId,
    address: recipient.email,
    kind,
    locale: recipient.locale,
    subject: letter.subject,
    letter: toStoredLetter(letter, recipient, validUntil),
    status: 'queued',
    attempts: 0,
    leasedUntil: null,
    createdAt: ctx.now(),
    sentAt: null,
  });
  // In the turn of whoever gets it.
  await enqueue(db, { ...ctx, person: accountId }, sendMail, { mailId: id });
});
