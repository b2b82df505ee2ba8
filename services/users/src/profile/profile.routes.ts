import { found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { getMe, profileNotFound, profiles, updateMe } from '@lyceum/contracts/users/profile';
import { ProfileEntity } from './profile.entity.ts';
import { updateProfile } from './update-profile.ts';

export const profileRoutes = [
  route(getMe, { access: profiles.readOwn }, async ({ db, actor }) =>
    found(await db.findOneBy(ProfileEntity, { id: actor.id }), profileNotFound),
  ),
  route(updateMe, { access: profiles.updateOwn }, ({ db, ctx, actor, body, ifMatch }) =>
    updateProfile(db, ctx, { id: actor.id, changes: body, ifMatch }),
  ),
];
