import { defineJob, handle, type JobRun, type Schedule } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import { type FindOptionsWhere, IsNull, LessThan, Not } from 'typeorm';
import { z } from 'zod';
import { forgetImage, openMs } from './forget-image-objects.ts';
import { ImageEntity, type ImageRow } from './image.entity.ts';
import { renderImage } from './image-jobs.ts';

const job = defineJob('streaming.sweep-images', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const sweepImagesSchedule: Schedule = { job, everySeconds: 3_600 };

const batchSize = 100;
const dayMs = 86_400_000;

/** How long a picture may wait for its upload, and how long why it failed can be read. */
const patienceMs = { waiting: dayMs, failed: 7 * dayMs };

/** A job may be lost with Redis. */
const lateMs = 7_200_000;

/** Forgets pictures that never came or failed, of all spaces, and has those made that nobody makes any more. */
export const sweepImagesJob = handle(job, (_payload, run) =>
  run.inEachSpace(ImageEntity, async (inSpace) => {
    const { ctx, transact } = inSpace;
    const before = (ms: number) => LessThan(new Date(ctx.now().getTime() - ms));
    await transact(async (db) => {
      const stuck = await db.findBy(ImageEntity, { status: 'processing', deletedAt: IsNull(), createdAt: before(lateMs) });
      for (const { id: imageId } of stuck) await enqueue(db, ctx, renderImage, { imageId });
    });
    await sweep(inSpace, { deletedAt: Not(IsNull()), createdAt: before(openMs) });
    for (const status of ['waiting', 'failed'] as const) await sweep(inSpace, { status, createdAt: before(patienceMs[status]) });
  }),
);

async function sweep({ ctx, signal, transact }: JobRun, where: FindOptionsWhere<ImageRow>): Promise<void> {
  for (;;) {
    if (signal.aborted) return;
    const count = await transact(async (db) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const batch = await db.find(ImageEntity, { where, order: { createdAt: 'ASC' }, take: batchSize, lock });
      for (const image of batch) {
        await db.delete(ImageEntity, { id: image.id });
        await forgetImage(db, ctx, image);
      }
      return batch.length;
    });
    if (count < batchSize) return;
  }
}
