import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { authForbidden } from '@lyceum/contracts/shared/common-problems';
import * as contract from '@lyceum/contracts/tokens/space';
import { spaces } from '@lyceum/contracts/tokens/space';
import { createSpace } from './create-space.ts';

export const spaceRoutes = [
  route(contract.createSpace, { access: spaces.create }, async ({ body, db, ctx, actor }) => {
    // An administrator of one school has no say over the installation.
    if (actor.space !== 'main') throw fail(authForbidden);
    return createSpace(db, ctx, body);
  }),
];
