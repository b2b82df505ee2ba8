import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import { In, LessThan } from 'typeorm';
import { z } from 'zod';
import { EncodingEntity } from './encoding.entity.ts';
import { toNextJob } from './encoding-jobs.ts';

const job = defineJob('streaming.sweep-encodings', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const sweepEncodingsSchedule: Schedule = { job, everySeconds: 3_600 };

/** Longer than a queue is in which nothing was lost. Where it is longer, the second job finds the work done. */
const lateMs = 6 * 3_600_000;

/** Has encodings gone on with, of all spaces, that nobody works on any more: a job may be lost with Redis, or fail without having said so. */
export const sweepEncodingsJob = handle(job, (_payload, run) =>
  run.inEachSpace(EncodingEntity, ({ ctx, transact }) =>
    transact(async (db) => {
      const late = { status: In(['queued', 'running']), seenAt: LessThan(new Date(ctx.now().getTime() - lateMs)) };
      for (const encoding of await db.findBy(EncodingEntity, late)) {
        // It may have been seen, or have ended, in between.
        const { affected } = await db.update(EncodingEntity, { id: encoding.id, ...late }, { seenAt: ctx.now() });
        if (affected) await enqueue(db, ctx, toNextJob(encoding), { encodingId: encoding.id });
      }
    }),
  ),
);
