import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { enqueue } from '@lyceum/common/outbox';
import type { StoredObject } from '@lyceum/common/storage';
import { imageNotUploaded } from '@lyceum/contracts/streaming/image';
import type { EntityManager } from 'typeorm';
import { findImage } from './find-image.ts';
import { ImageEntity, type ImageRow } from './image.entity.ts';
import { renderImage } from './image-jobs.ts';

/** Notes that a picture is there, once, and has it made anew. Fails with `image.not_found` and `image.not_uploaded`. */
export async function completeImage(
  db: EntityManager,
  ctx: Context,
  actor: Pick<Actor, 'id' | 'can'>,
  { imageId, stored }: { imageId: string; stored: StoredObject | undefined },
): Promise<ImageRow> {
  const image = await findImage(db, actor, imageId, { to: 'upload', lock: true });
  if (image.status !== 'waiting') return image;
  if (stored?.size !== image.size || stored.contentType !== image.type) throw fail(imageNotUploaded);
  await db.update(ImageEntity, { id: image.id }, { status: 'processing' });
  await enqueue(db, ctx, renderImage, { imageId: image.id });
  return { ...image, status: 'processing' };
}
