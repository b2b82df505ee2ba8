import type { Context } from '@lyceum/common/context';
import { enqueue, on } from '@lyceum/common/outbox';
import type { EventPayload } from '@lyceum/contracts/define/event';
import { orderPaid, orderRefunded } from '@lyceum/contracts/ecommerce/order';
import type { EntityManager } from 'typeorm';
import { deliverPurchase } from './deliver-purchase.job.ts';
import { refundPurchase } from './refund-purchase.job.ts';

type Order = EventPayload<typeof orderPaid>;

/** A job for each course: one that cannot be delivered keeps no other from it. */
async function enqueueCourses(
  db: EntityManager,
  ctx: Context,
  { orderId, personId, items }: Order,
  job: typeof deliverPurchase | typeof refundPurchase,
): Promise<void> {
  for (const { itemId, kind, productId: courseId, cohortId } of items)
    if (kind === 'course') await enqueue(db, ctx, job, { orderId, itemId, courseId, personId, cohortId });
}

export const deliverOrder = on(orderPaid, 'courses.deliver-order', (order, { db, ctx }) =>
  enqueueCourses(db, ctx, order, deliverPurchase),
);

export const refundOrder = on(orderRefunded, 'courses.refund-order', (order, { db, ctx }) =>
  enqueueCourses(db, ctx, order, refundPurchase),
);
