import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import { IsNull, LessThan } from 'typeorm';
import { z } from 'zod';
import { PurchaseEntity } from './purchase.entity.ts';
import { settlePurchase } from './settle-purchase.job.ts';

const job = defineJob('courses.resume-purchases', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const resumePurchasesSchedule: Schedule = { job, everySeconds: 3_600 };

const patienceMs = 3_600_000;

const batchSize = 500;

/** Somebody has paid: what nobody settles any more, because its job was lost or failed too often, is begun again. */
export const resumePurchasesJob = handle(job, (_payload, run) =>
  run.inEachSpace(PurchaseEntity, async ({ ctx, transact }) => {
    const late = new Date(ctx.now().getTime() - patienceMs);
    await transact(async (db) => {
      const open = await db.find(PurchaseEntity, {
        where: { settledAt: IsNull(), createdAt: LessThan(late) },
        order: { createdAt: 'ASC' },
        take: batchSize,
      });
      for (const { itemId } of open) await enqueue(db, ctx, settlePurchase, { itemId });
    });
  }),
);
