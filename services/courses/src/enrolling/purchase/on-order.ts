import type { Context } from '@lyceum/common/context';
import { enqueue, on } from '@lyceum/common/outbox';
import type { EventPayload } from '@lyceum/contracts/define/event';
import { orderPaid, orderRefunded } from '@lyceum/contracts/ecommerce/order';
import { type EntityManager, IsNull } from 'typeorm';
import { PurchaseEntity, type PurchaseRow } from './purchase.entity.ts';
import { settlePurchase } from './settle-purchase.job.ts';

/** Keeps what is told of each course of an order, once, and has it settled by a job: one that cannot be delivered keeps no other from it. */
async function noteOrder(
  db: EntityManager,
  ctx: Context,
  { orderId, personId, items }: EventPayload<typeof orderPaid>,
  change: 'paidAt' | 'refundedAt',
): Promise<void> {
  for (const { itemId, kind, productId: courseId, cohortId } of items) {
    if (kind !== 'course') continue;
    const nothingYet = { paidAt: null, refundedAt: null, enrolmentId: null, refusal: null, settledAt: null };
    const purchase: PurchaseRow = { itemId, orderId, courseId, personId, cohortId, ...nothingYet, createdAt: ctx.now() };
    await db.createQueryBuilder().insert().into(PurchaseEntity).values(purchase).orIgnore().execute();
    const { affected } = await db.update(
      PurchaseEntity,
      { itemId, [change]: IsNull() },
      { [change]: ctx.now(), settledAt: null },
    );
    if (affected) await enqueue(db, ctx, settlePurchase, { itemId });
  }
}

export const deliverOrder = on(orderPaid, 'courses.deliver-order', (order, { db, ctx }) => noteOrder(db, ctx, order, 'paidAt'));

export const refundOrder = on(orderRefunded, 'courses.refund-order', (order, { db, ctx }) =>
  noteOrder(db, ctx, order, 'refundedAt'),
);
