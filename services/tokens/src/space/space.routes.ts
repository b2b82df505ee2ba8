import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/tokens';
import { createSpace } from './create-space.ts';

export const spaceRoutes = [
  route(contract.createSpace, { access: 'spaces.create' }, async ({ body, db, ctx, actor }) => {
    // An administrator of one school has no say over the installation.
    if (actor.space !== 'main') throw fail('auth.forbidden');
    const { id, title, createdAt } = await createSpace(db, ctx, body);
    return { id, title, createdAt: createdAt.toISOString() };
  }),
];
