import { type Route, routeWithOwnTransactions } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/tokens/signing-key';
import type { KeyRing } from './key-ring.ts';

export function signingKeyRoutes(keyRing: KeyRing): Route[] {
  // From memory: access tokens are verified even while the database is away.
  return [routeWithOwnTransactions(contract.jwks, { access: 'anyone' }, async ({ ctx }) => keyRing.published(ctx.now()))];
}
