import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { LessThanOrEqual } from 'typeorm';
import { z } from 'zod';
import { AnnouncementEntity } from './announcement.entity.ts';
import { publishIfDue } from './publish-announcement.ts';

const job = defineJob('courses.publish-due-announcements', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const publishDueSchedule: Schedule = { job, everySeconds: 60 };

const batchSize = 100;

/** Publishes announcements whose time has come, of all spaces: at the time they have then, and none that is deleted. */
export const publishDueAnnouncementsJob = handle(job, (_payload, run) =>
  run.inEachSpace(AnnouncementEntity, async ({ ctx, signal, read, transact }) => {
    const due = await read((db) =>
      db.find(AnnouncementEntity, {
        select: { id: true },
        where: { status: 'scheduled', publishAt: LessThanOrEqual(ctx.now()) },
        order: { publishAt: 'ASC' },
        take: batchSize,
      }),
    );
    for (const { id } of due) {
      signal.throwIfAborted();
      await transact(async (db) => {
        const current = await db.findOne(AnnouncementEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
        // Who read it before does not change unknowingly what was mailed since.
        if (current) await publishIfDue(db, ctx, { ...current, version: current.version + 1 });
      });
    }
  }),
);
