import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { LessThan } from 'typeorm';
import { z } from 'zod';
import { DiscussionEntity } from '../discussion/discussion.entity.ts';
import { lockDiscussion } from '../discussion/find-discussion.ts';
import { mailIntervalMs, scheduleMails } from './schedule-mails.ts';

const job = defineJob('courses.resume-reply-mails', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const resumeMailsSchedule: Schedule = { job, everySeconds: 3_600 };

const batchSize = 200;

/** The last reply of a discussion is often its answer: it is mailed, too, when its job was lost or failed too often. */
export const resumeMailsJob = handle(job, (_payload, run) =>
  run.inEachSpace(DiscussionEntity, async ({ ctx, transact }) => {
    await transact(async (db) => {
      const mailAt = LessThan(new Date(ctx.now().getTime() - mailIntervalMs));
      const late = await db.find(DiscussionEntity, {
        select: { id: true },
        where: { mailAt },
        order: { id: 'ASC' },
        take: batchSize,
      });
      for (const { id } of late) {
        const discussion = await lockDiscussion(db, id);
        if (discussion) await scheduleMails(db, ctx, discussion);
      }
    });
  }),
);
