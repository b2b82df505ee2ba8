import { defineJob, handle, type JobHandler, type Schedule } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import type { Storage } from '@lyceum/common/storage';
import { LessThan } from 'typeorm';
import { z } from 'zod';
import { CourseExportEntity } from './course-export.entity.ts';
import { toExportKey } from './course-export-key.ts';
import { writeExport } from './write-export.job.ts';

const job = defineJob('courses.sweep-course-exports', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const sweepExportsSchedule: Schedule = { job, everySeconds: 3_600 };

/** A job may be lost with Redis, or have given up while the database was away. */
const patienceMs = 3_600_000;

const keptMs = 7 * 86_400_000;

/** Has packages written that nobody writes any more, and forgets old ones, of all spaces: the package first, so that a run after a crash finds what is left. */
export function handleSweepExports({ storage }: { storage: Storage }): JobHandler {
  return handle(job, (_payload, run) =>
    run.inEachSpace(CourseExportEntity, async ({ ctx, signal, read, transact }) => {
      const late = new Date(ctx.now().getTime() - patienceMs);
      await transact(async (db) => {
        const stuck = await db.findBy(CourseExportEntity, { status: 'queued', createdAt: LessThan(late) });
        for (const { id: exportId } of stuck) await enqueue(db, ctx, writeExport, { exportId });
      });
      const before = new Date(ctx.now().getTime() - keptMs);
      const old = await read((db) => db.findBy(CourseExportEntity, { createdAt: LessThan(before) }));
      for (const { id } of old) {
        if (signal.aborted) return;
        await storage.delete(toExportKey(ctx.space, id));
        await transact((db) => db.delete(CourseExportEntity, { id }));
      }
    }),
  );
}
