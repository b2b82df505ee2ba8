import { on } from '@lyceum/common/outbox';
import { programGenerated } from '@lyceum/contracts/program-generation/generation';
import { queueMail } from '../mail/queue-mail.ts';
import { getRecipient } from '../recipient/get-recipient.ts';
import { programReady } from '../template/program-ready.ts';

export const mailProgramReady = on(
  programGenerated,
  'notifications.mail-program-ready',
  async ({ ownerId, programId, title, hours, models }, { db, ctx, id }) => {
    const recipient = await getRecipient(db, ownerId);
    const params = { name: recipient.name, programId, title, hours, models };
    await queueMail(db, ctx, programReady, { messageId: id, recipient, params });
  },
);
