import { found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { getMe, type Profile, profileNotFound, profiles, updateMe } from '@lyceum/contracts/users/profile';
import { ProfileEntity, type ProfileRow } from './profile.entity.ts';
import { updateProfile } from './update-profile.ts';

export const profileRoutes = [
  route(getMe, { access: profiles.readOwn }, async ({ db, actor }) => {
    const profile = found(await db.findOneBy(ProfileEntity, { id: actor.id }), profileNotFound);
    return presentProfile(profile);
  }),
  route(updateMe, { access: profiles.updateOwn }, async ({ db, ctx, actor, body, ifMatch }) =>
    presentProfile(await updateProfile(db, ctx, { id: actor.id, changes: body, ifMatch })),
  ),
];

function presentProfile(profile: ProfileRow): Profile {
  return { ...profile, createdAt: profile.createdAt.toISOString(), updatedAt: profile.updatedAt.toISOString() };
}
