import type { Actor } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import { imageNotFound, images } from '@lyceum/contracts/streaming/image';
import { type EntityManager, In, IsNull } from 'typeorm';
import { ImageEntity, type ImageRow } from './image.entity.ts';

type Reader = Pick<Actor, 'id' | 'can'>;

/** Whether a picture is the person's own, or theirs to keep in order. */
const isInCharge = (actor: Reader, { ownerId }: ImageRow) => ownerId === actor.id || actor.can(images.manageAny);

const isShown = (actor: Reader, image: ImageRow) => image.status === 'ready' || isInCharge(actor, image);

/** A picture that the person may see, one of their own, or one they may delete. Fails with `image.not_found`. */
export async function findImage(
  db: EntityManager,
  actor: Reader,
  id: string,
  { to, lock = false }: { to: 'read' | 'upload' | 'delete'; lock?: boolean },
): Promise<ImageRow> {
  const row = await db.findOne(ImageEntity, {
    where: { id, deletedAt: IsNull() },
    ...(lock && { lock: { mode: 'pessimistic_write' } }),
  });
  const image = found(row, imageNotFound);
  const isAllowed = { read: isShown(actor, image), upload: image.ownerId === actor.id, delete: isInCharge(actor, image) };
  if (!isAllowed[to]) throw fail(imageNotFound);
  return image;
}

/** Those of the pictures that the person may see, in the order of the ids. */
export async function findShownImages(db: EntityManager, actor: Reader, ids: readonly string[]): Promise<ImageRow[]> {
  const rows = await db.findBy(ImageEntity, { id: In([...ids]), deletedAt: IsNull() });
  const shown = new Map(rows.filter((image) => isShown(actor, image)).map((image) => [image.id, image]));
  return [...new Set(ids)].flatMap((id) => shown.get(id) ?? []);
}
