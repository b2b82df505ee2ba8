import type { Context } from '@lyceum/common/context';
import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { type EntityManager, LessThan } from 'typeorm';
import { z } from 'zod';
import { lockUpload } from '../upload/find-upload.ts';
import { giveUpUpload } from '../upload/give-up-upload.ts';
import { UploadEntity } from '../upload/upload.entity.ts';

const job = defineJob('streaming.sweep-uploads', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const sweepSchedule: Schedule = { job, everySeconds: 3600 };

const batchSize = 50;

/** Gives up uploads of which nothing has come for a week, and forgets those that were completed. */
export const sweepUploadsJob = handle(job, async (_payload, run) => {
  await run.inEachSpace(UploadEntity, async ({ ctx, signal, transact }) => {
    while (!signal.aborted && (await transact((db) => sweepBatch(db, ctx))) === batchSize);
  });
});

async function sweepBatch(db: EntityManager, ctx: Context): Promise<number> {
  const expired = await db.find(UploadEntity, {
    where: { expiresAt: LessThan(ctx.now()) },
    order: { videoId: 'ASC' },
    take: batchSize,
  });
  for (const found of expired) {
    const upload = (await lockUpload(db, found))?.upload;
    // Somebody may have gone on with it, or have ended it.
    if (!upload || upload.expiresAt >= ctx.now()) continue;
    if (upload.status === 'open') await giveUpUpload(db, ctx, upload);
    else await db.delete(UploadEntity, { id: upload.id });
  }
  return expired.length;
}
