import type { Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';
import { deleteObjects } from '../../objects/delete-objects.job.ts';
import { toImagePrefix, toImageSourceKey } from '../../objects/object-keys.ts';
import type { ImageRow } from './image.entity.ts';

/** How long an address takes an upload, in seconds. */
export const uploadLifetime = 3_600;

/** Whoever has begun to upload by then may go on for a while. */
const transferMs = 1_800_000;

/** Has the uploaded file deleted at once, and again when its address takes no other in its place. */
export async function forgetSource(db: EntityManager, ctx: Context, { id, createdAt }: ImageRow): Promise<void> {
  const source = { prefixes: [toImageSourceKey(ctx.space, id)] };
  await deleteObjects(db, ctx, source);
  const at = new Date(createdAt.getTime() + uploadLifetime * 1000 + transferMs);
  if (at > ctx.now()) await deleteObjects(db, ctx, source, { at });
}

/** Has all that a picture has in the store deleted. */
export async function forgetImage(db: EntityManager, ctx: Context, image: ImageRow): Promise<void> {
  await deleteObjects(db, ctx, { prefixes: [toImagePrefix(ctx.space, image.id)] });
  await forgetSource(db, ctx, image);
}
