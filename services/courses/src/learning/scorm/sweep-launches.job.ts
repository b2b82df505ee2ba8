import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { LessThan } from 'typeorm';
import { z } from 'zod';
import { ScormLaunchEntity } from './scorm-launch.entity.ts';

const job = defineJob('courses.sweep-scorm-launches', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const sweepLaunchesSchedule: Schedule = { job, everySeconds: 86_400 };

/** As long as evidence of study is taken: what a browser could not send is told by a later launch. */
const keptMs = 14 * 86_400_000;

/** Forgets launches whose time is over, of all spaces. */
export const sweepLaunchesJob = handle(job, async (_payload, run) => {
  await run.inEachSpace(ScormLaunchEntity, async ({ ctx, transact }) => {
    const before = new Date(ctx.now().getTime() - keptMs);
    await transact((db) => db.delete(ScormLaunchEntity, { expiresAt: LessThan(before) }));
  });
});
