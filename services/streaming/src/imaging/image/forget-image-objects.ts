import type { Context } from '@lyceum/common/context';
import { maxImageBytes } from '@lyceum/contracts/streaming/image';
import type { EntityManager } from 'typeorm';
import { deleteObjects } from '../../objects/delete-objects.job.ts';
import { toImagePrefix, toImageSourceKey } from '../../objects/object-keys.ts';
import { ImageEntity, type ImageRow } from './image.entity.ts';

/** How long an address takes an upload, in seconds. */
export const uploadLifetime = 3_600;

/** Whoever has begun to upload by then may go on for a while. */
const transferMs = 1_800_000;

/** How long something may come to the address of a picture. */
export const openMs = uploadLifetime * 1000 + transferMs;

/** Has the uploaded file deleted at once, and again when its address takes no other in its place. */
export async function forgetSource(db: EntityManager, ctx: Context, { id, createdAt }: ImageRow): Promise<void> {
  const source = { prefixes: [toImageSourceKey(ctx.space, id)] };
  await deleteObjects(db, ctx, source);
  const at = new Date(createdAt.getTime() + openMs);
  if (at > ctx.now()) await deleteObjects(db, ctx, source, { at });
}

/** Has all that a picture has in the store deleted. */
export async function forgetImage(db: EntityManager, ctx: Context, image: ImageRow): Promise<void> {
  await deleteObjects(db, ctx, { prefixes: [toImagePrefix(ctx.space, image.id)] });
  await forgetSource(db, ctx, image);
}

/** Deletes a picture with all that it has. While its address takes another file its row stays for the room of that, and is no picture. */
export async function deleteImage(db: EntityManager, ctx: Context, image: ImageRow): Promise<void> {
  const isOpen = image.createdAt.getTime() + openMs > ctx.now().getTime();
  if (isOpen) await db.update(ImageEntity, { id: image.id }, { deletedAt: ctx.now(), size: maxImageBytes, variants: [] });
  else await db.delete(ImageEntity, { id: image.id });
  await forgetImage(db, ctx, image);
}
