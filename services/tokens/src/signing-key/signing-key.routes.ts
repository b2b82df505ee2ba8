import { type Route, route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/tokens';
import type { KeyRing } from './key-ring.ts';

export function signingKeyRoutes(keyRing: KeyRing): Route[] {
  return [route(contract.jwks, { access: 'anyone' }, async ({ ctx }) => keyRing.published(ctx.now()))];
}
