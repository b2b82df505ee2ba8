import { randomBytes } from 'node:crypto';
import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { emailConfirmationRequested } from '@lyceum/contracts/tokens';
import type { EntityManager } from 'typeorm';
import type { AccountRow } from './account.entity.ts';
import { EmailConfirmationEntity } from './email-confirmation.entity.ts';
import { hashSecret } from './hash-secret.ts';

const lifetimeMs = 24 * 3_600_000;

/** Asks for a mail with a new token; those of earlier mails are worth nothing from now on. */
export async function requestConfirmation(
  db: EntityManager,
  ctx: Context,
  account: Pick<AccountRow, 'id' | 'email' | 'name' | 'locale'>,
): Promise<void> {
  const { id: accountId, email, name, locale } = account;
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(ctx.now().getTime() + lifetimeMs);
  await db.delete(EmailConfirmationEntity, { accountId });
  await db.insert(EmailConfirmationEntity, { tokenHash: hashSecret(token), accountId, expiresAt });
  await publish(db, ctx, emailConfirmationRequested, {
    accountId,
    email,
    name,
    locale,
    token,
    expiresAt: expiresAt.toISOString(),
  });
}
