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

/** Goes on with regrades that nobody goes on with, of all spaces, in turn of their author; two jobs for one regrade grade each attempt once. */
export const resumeRegradesJob = handle(job, (_payload, run) =>
  run.inEachSpace(RegradeEntity, async ({ ctx, transact }) => {
    const touchedAt = ctx.now();
    const late = new Date(touchedAt.getTime() - patienceMs);
    await transact(async (db) => {
      const stuck = await db.findBy(RegradeEntity, { finishedAt: IsNull(), touchedAt: LessThan(late) });
      for (const { id: regradeId, orderedBy: person } of stuck) {
        await db.update(RegradeEntity, { id: regradeId }, { touchedAt });
        await enqueue(db, { ...ctx, person }, regradeAttempts, { regradeId });
      }
    });
  }),
);
