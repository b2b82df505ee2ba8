import { on } from '@lyceum/common/outbox';
import { programFailed as programFailedEvent } from '@lyceum/contracts/program-generation/generation';
import { queueMail } from '../mail/queue-mail.ts';
import { getRecipient } from '../recipient/get-recipient.ts';
import { programFailed } from '../template/program-failed.ts';

export const mailProgramFailed = on(
  programFailedEvent,
  'notifications.mail-program-failed',
  async ({ ownerId, programId, title }, { db, ctx, id }) => {
    const recipient = await getRecipient(db, ownerId);
    const params = { name: recipient.name, programId, title };
    await queueMail(db, ctx, programFailed, { messageId: id, recipient, params });
  },
);
