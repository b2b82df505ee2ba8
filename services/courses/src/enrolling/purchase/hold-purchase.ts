import type { Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { PurchaseEntity, type PurchaseRow } from './purchase.entity.ts';

export const purchaseItem = z.object({
  orderId: z.uuid(),
  itemId: z.uuid(),
  courseId: z.uuid(),
  personId: z.uuid(),
  cohortId: z.uuid().nullable(),
});

/** The row of an item, which the transaction holds: payment and refund may come in any order, and more than once. */
export async function holdPurchase(
  db: EntityManager,
  ctx: Context,
  { orderId, itemId, courseId, personId }: z.output<typeof purchaseItem>,
): Promise<PurchaseRow> {
  const open = { enrolmentId: null, refusal: null, refundedAt: null };
  const purchase = { orderId, itemId, courseId, personId, ...open, createdAt: ctx.now() };
  await db.createQueryBuilder().insert().into(PurchaseEntity).values(purchase).orIgnore().execute();
  return db.findOneOrFail(PurchaseEntity, { where: { itemId }, lock: { mode: 'pessimistic_write' } });
}
