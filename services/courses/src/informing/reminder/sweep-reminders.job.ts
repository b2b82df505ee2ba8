import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { LessThan } from 'typeorm';
import { z } from 'zod';
import { ReminderSentEntity } from './reminder-sent.entity.ts';

const job = defineJob('courses.sweep-reminders', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const sweepRemindersSchedule: Schedule = { job, everySeconds: 86_400 };

/** What was told of is long over by then. */
const keptMs = 60 * 86_400_000;

/** Forgets what people were reminded of, of all spaces. */
export const sweepRemindersJob = handle(job, (_payload, run) =>
  run.inEachSpace(ReminderSentEntity, async ({ ctx, transact }) => {
    const before = new Date(ctx.now().getTime() - keptMs);
    await transact((db) => db.delete(ReminderSentEntity, { sentAt: LessThan(before) }));
  }),
);
