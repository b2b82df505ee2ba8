import { DatabaseAway } from '@lyceum/common/errors';
import { defineJob, handle, type JobRun, type Schedule } from '@lyceum/common/jobs';
import { LessThan } from 'typeorm';
import { z } from 'zod';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { AttemptEntity, type AttemptRow } from './attempt.entity.ts';
import { closeAttempt, isOverdue } from './close-attempt.ts';
import { findAttempt } from './find-attempt.ts';

const job = defineJob('courses.close-overdue-attempts', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const closeOverdueSchedule: Schedule = { job, everySeconds: 60 };

const batchSize = 100;

/** Grades attempts whose time is up and that nobody has handed in, of all spaces: one that fails keeps no other from it. */
export const closeOverdueAttemptsJob = handle(job, async (_payload, run) => {
  await run.inEachSpace(AttemptEntity, async (space) => {
    const { ctx, signal, transact } = space;
    const due = await transact((db) =>
      db.find(AttemptEntity, {
        where: { status: 'open', deadlineAt: LessThan(ctx.now()) },
        order: { deadlineAt: 'ASC' },
        take: batchSize,
      }),
    );
    const errors: unknown[] = [];
    for (const attempt of due) {
      if (signal.aborted) break;
      await closeIfOverdue(space, attempt).catch((error: unknown) => {
        if (error instanceof DatabaseAway) throw error;
        errors.push(error);
      });
    }
    if (errors.length > 0) throw new AggregateError(errors, `${errors.length} attempts cannot be graded`);
  });
});

async function closeIfOverdue({ ctx, transact }: JobRun, { id, personId }: AttemptRow): Promise<void> {
  await transact(async (db) => {
    await lockStudy(db, personId);
    const attempt = await findAttempt(db, personId, id);
    if (isOverdue(attempt, ctx.now())) await closeAttempt(db, ctx, attempt);
  });
}
