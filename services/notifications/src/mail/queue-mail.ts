import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { enqueue } from '@lyceum/common/outbox';
import type { EntityManager } from 'typeorm';
import type { RecipientRow } from '../recipient/recipient.entity.ts';
import type { MailTemplate } from '../template/template.ts';
import { MailEntity } from './mail.entity.ts';
import { sendMail } from './send-mail.job.ts';

interface NewMail<Params> {
  /** Message that asks for it. */
  messageId: string;
  recipient: Pick<RecipientRow, 'id' | 'email' | 'locale'>;
  params: Params;
}

/** Writes a mail and the job that sends it into the transaction; once for a message and a kind. */
export async function queueMail<Params extends object>(
  db: EntityManager,
  ctx: Context,
  template: MailTemplate<Params>,
  { messageId, recipient, params: given }: NewMail<NoInfer<Params>>,
): Promise<void> {
  const { kind } = template;
  if (await db.existsBy(MailEntity, { messageId, kind })) return;
  const params = template.params.parse(given);
  const id = newId();
  await db.insert(MailEntity, {
    id,
    messageId,
    accountId: recipient.id,
    address: recipient.email,
    kind,
    locale: recipient.locale,
    subject: template.subject(params, recipient.locale),
    params,
    status: 'queued',
    attempts: 0,
    leasedUntil: null,
    createdAt: ctx.now(),
    sentAt: null,
  });
  await enqueue(db, ctx, sendMail, { mailId: id });
}
