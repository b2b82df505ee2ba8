import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import { IsNull, LessThan } from 'typeorm';
import { z } from 'zod';
import { RegradeEntity } from '../regrade/regrade.entity.ts';
import { regradeAttempts } from './regrade-attempts.job.ts';

const job = defineJob('courses.resume-regrades', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const resumeRegradesSchedule: Schedule = { job, everySeconds: 3_600 };

/** A job may be lost with Redis, or have given up while the database was away. */
const patienceMs = 3_600_000;

/** Goes on with regrades that wait for nothing, of all spaces; two jobs for one regrade grade each attempt once. */
export const resumeRegradesJob = handle(job, (_payload, run) =>
  run.inEachSpace(RegradeEntity, async ({ ctx, transact }) => {
    const late = new Date(ctx.now().getTime() - patienceMs);
    await transact(async (db) => {
      const stuck = await db.findBy(RegradeEntity, { finishedAt: IsNull(), createdAt: LessThan(late) });
      for (const { id: regradeId } of stuck) await enqueue(db, ctx, regradeAttempts, { regradeId });
    });
  }),
);
