import { createHmac, hkdfSync } from 'node:crypto';

/**
 * The token in the mails of a registration, derived from its id: of several mails that were asked for at the same time each must
 * confirm, and only the hash of the token is stored. Without the secret of the service the id says nothing about it.
 */
export function createConfirmationTokens(secret: string): (registrationId: string) => string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'lyceum tokens: confirmations of registrations', 32));
  return (registrationId) => createHmac('sha256', key).update(registrationId).digest('base64url');
}
