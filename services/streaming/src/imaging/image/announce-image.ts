import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { type announceImage, imagePurposeForbidden, images, tooManyImages } from '@lyceum/contracts/streaming/image';
import { type EntityManager, IsNull, MoreThan } from 'typeorm';
import type { z } from 'zod';
import { requireRoom, type StorageLimits } from '../../library/storage-usage/find-used-bytes.ts';
import { openMs } from './forget-image-objects.ts';
import { ImageEntity, type ImageRow } from './image.entity.ts';

const maxImages = 20;
const maxImagesOfStaff = 2_000;

/** Keeps what is announced. Fails with `image.purpose_forbidden`, `image.too_many` and `upload.storage_full`. */
export async function keepAnnounced(
  db: EntityManager,
  { ctx, actor, limits }: { ctx: Context; actor: Pick<Actor, 'id' | 'can'>; limits: StorageLimits },
  announced: z.output<typeof announceImage.body>,
): Promise<ImageRow> {
  const publishes = actor.can(images.publish);
  if (announced.purpose !== 'avatar' && !publishes) throw fail(imagePurposeForbidden);
  // It also lets nobody else announce meanwhile.
  await requireRoom(db, limits, actor.id, announced.size);
  const opened = MoreThan(new Date(ctx.now().getTime() - openMs));
  const count = await db.countBy(ImageEntity, [
    { ownerId: actor.id, deletedAt: IsNull() },
    { ownerId: actor.id, createdAt: opened },
  ]);
  if (count >= (publishes ? maxImagesOfStaff : maxImages)) throw fail(tooManyImages);
  const image: ImageRow = {
    ...announced,
    ...{
      id: newId(),
      ownerId: actor.id,
      status: 'waiting',
      failureCode: null,
      variants: [],
      createdAt: ctx.now(),
      deletedAt: null,
    },
  };
  await db.insert(ImageEntity, image);
  return image;
}
