import { DomainError } from '@lyceum/common/errors';
import { defineJob, handle, type JobRun } from '@lyceum/common/jobs';
import { publish } from '@lyceum/common/outbox';
import { purchaseRefused } from '@lyceum/contracts/courses/purchase';
import { type EntityManager, IsNull } from 'typeorm';
import { z } from 'zod';
import { deliverPlace } from './deliver-place.ts';
import { PurchaseEntity, type PurchaseRow } from './purchase.entity.ts';
import { takePlaceBack } from './take-place-back.ts';

export const settlePurchase = defineJob('courses.settle-purchase', z.object({ itemId: z.uuid() }), {
  attempts: 12,
  backoffMs: 5_000,
});

/** Does what was told of a purchase and is not done yet; what cannot be delivered is refused with the reason. */
export const settlePurchaseJob = handle(settlePurchase, async ({ itemId }, run) => {
  try {
    await settle(run, itemId, async (db, purchase) => {
      const { paidAt, refundedAt, enrolmentId, refusal } = purchase;
      if (refundedAt) await takePlaceBack(db, run.ctx, purchase);
      else if (paidAt && enrolmentId === null && refusal === null) await deliverPlace(db, run.ctx, purchase);
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code } = error.problem;
    await settle(run, itemId, async (db, { orderId, courseId, personId, refundedAt }) => {
      if (refundedAt) return;
      await db.update(PurchaseEntity, { itemId }, { refusal: code });
      const { ctx } = run;
      await publish(db, ctx, purchaseRefused, { orderId, itemId, courseId, personId, code, occurredAt: ctx.now() });
    });
  }
});

/** Nobody else is told anything of the purchase meanwhile, and two jobs do it once. */
async function settle(
  { ctx, transact }: JobRun,
  itemId: string,
  act: (db: EntityManager, purchase: PurchaseRow) => Promise<void>,
): Promise<void> {
  await transact(async (db) => {
    const where = { itemId, settledAt: IsNull() };
    const purchase = await db.findOne(PurchaseEntity, { where, lock: { mode: 'pessimistic_write' } });
    if (!purchase) return;
    await act(db, purchase);
    await db.update(PurchaseEntity, { itemId }, { settledAt: ctx.now() });
  });
}
