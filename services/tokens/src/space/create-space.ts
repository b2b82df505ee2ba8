import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { spaceCreated } from '@lyceum/contracts/tokens/space';
import type { EntityManager } from 'typeorm';
import { SpaceEntity, type SpaceRow } from './space.entity.ts';

/** A taken name violates the primary key. The event belongs to the new space. */
export async function createSpace(
  db: EntityManager,
  ctx: Context,
  { id, title }: { id: string; title: string },
): Promise<SpaceRow> {
  const space: SpaceRow = { id, title, createdAt: ctx.now() };
  // The row of a space lives in the space itself; the setting ends with this transaction at the latest.
  await db.query("SELECT set_config('app.space', $1, true)", [id]);
  await db.insert(SpaceEntity, space);
  await db.query("SELECT set_config('app.space', $1, true)", [ctx.space]);
  await publish(db, { ...ctx, space: id }, spaceCreated, { spaceId: id, title, occurredAt: space.createdAt });
  return space;
}
