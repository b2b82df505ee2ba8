import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { publish } from '@lyceum/common/outbox';
import { emailConfirmed } from '@lyceum/contracts/tokens';
import type { EntityManager } from 'typeorm';
import { AccountEntity } from './account.entity.ts';
import { EmailConfirmationEntity } from './email-confirmation.entity.ts';
import { hashSecret } from './hash-secret.ts';

/** Takes the token of the mail, once. */
export async function confirmEmail(db: EntityManager, ctx: Context, token: string): Promise<void> {
  const tokenHash = hashSecret(token);
  const confirmation = await db.findOneBy(EmailConfirmationEntity, { tokenHash });
  if (!confirmation) throw fail('auth.confirmation_invalid');
  const account = await db.findOneOrFail(AccountEntity, {
    where: { id: confirmation.accountId },
    lock: { mode: 'pessimistic_write' },
  });
  const now = ctx.now();
  // Whoever held the account meanwhile may have used or replaced it.
  const { affected } = await db.delete(EmailConfirmationEntity, { tokenHash });
  if (!affected || confirmation.expiresAt <= now) throw fail('auth.confirmation_invalid');
  await db.update(AccountEntity, { id: account.id }, { emailConfirmedAt: now });
  await publish(db, ctx, emailConfirmed, { accountId: account.id, email: account.email, occurredAt: now.toISOString() });
}
