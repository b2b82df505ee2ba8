import { on } from '@lyceum/common/outbox';
import { registrationRepeated as registrationRepeatedEvent } from '@lyceum/contracts/tokens/registration';
import { queueMail } from '../mail/queue-mail.ts';
import { RecipientEntity } from '../recipient/recipient.entity.ts';
import { registrationRepeated } from '../template/registration-repeated.ts';

/** The owner's name and language are those of the profile where it is known: the account keeps the ones of the registration. */
export const mailRegistrationRepeated = on(
  registrationRepeatedEvent,
  'notifications.mail-registration-repeated',
  async ({ accountId, email, name, locale }, { db, ctx, id }) => {
    const known = await db.findOneBy(RecipientEntity, { id: accountId });
    const recipient = known ?? { id: accountId, email, name, locale };
    await queueMail(db, ctx, registrationRepeated, { messageId: id, recipient, params: { name: recipient.name } });
  },
);
