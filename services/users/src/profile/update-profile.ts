import type { Context } from '@lyceum/common/context';
import { found } from '@lyceum/common/errors';
import { requireVersion } from '@lyceum/common/http';
import { publish } from '@lyceum/common/outbox';
import { profileNotFound, profileUpdated, type updateMe } from '@lyceum/contracts/users/profile';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { ProfileEntity, type ProfileRow } from './profile.entity.ts';

interface ProfileUpdate {
  id: string;
  changes: z.output<(typeof updateMe)['body']>;
  ifMatch: readonly number[] | undefined;
}

/** Only what other services keep a copy of is announced. */
export async function updateProfile(db: EntityManager, ctx: Context, update: ProfileUpdate): Promise<ProfileRow> {
  const { id, changes, ifMatch } = update;
  const current = found(await db.findOne(ProfileEntity, { where: { id }, lock: { mode: 'pessimistic_write' } }), profileNotFound);
  requireVersion(current.version, ifMatch);

  const now = ctx.now();
  const version = current.version + 1;
  const { name = current.name, locale = current.locale, timeZone = current.timeZone, about = current.about } = changes;
  const { avatarImageId = current.avatarImageId } = changes;
  const written = { name, locale, timeZone, about, avatarImageId, updatedAt: now, version };
  await db.update(ProfileEntity, { id }, written);
  if (name !== current.name || locale !== current.locale || timeZone !== current.timeZone) {
    await publish(db, ctx, profileUpdated, { accountId: id, name, locale, timeZone, version, occurredAt: now });
  }
  return { ...current, ...written };
}
