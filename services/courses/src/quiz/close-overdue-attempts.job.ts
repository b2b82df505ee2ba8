import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { LessThan } from 'typeorm';
import { z } from 'zod';
import { lockStudy } from '../progress/lock-study.ts';
import { AttemptEntity } from './attempt.entity.ts';
import { closeAttempt, isOverdue } from './close-attempt.ts';
import { findAttempt } from './find-attempt.ts';

const job = defineJob('courses.close-overdue-attempts', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const closeOverdueSchedule: Schedule = { job, everySeconds: 60 };

const batchSize = 100;

/** Grades attempts whose time is up and that nobody has handed in, of all spaces: each in a transaction of its own. */
export const closeOverdueAttemptsJob = handle(job, async (_payload, run) => {
  await run.inEachSpace(AttemptEntity, async ({ ctx, signal, transact }) => {
    const due = await transact((db) =>
      db.find(AttemptEntity, { where: { status: 'open', deadlineAt: LessThan(ctx.now()) }, take: batchSize }),
    );
    for (const { id, personId } of due) {
      if (signal.aborted) return;
      await transact(async (db) => {
        await lockStudy(db, personId);
        const attempt = await findAttempt(db, personId, id);
        if (isOverdue(attempt, ctx.now())) await closeAttempt(db, ctx, attempt);
      });
    }
  });
});
