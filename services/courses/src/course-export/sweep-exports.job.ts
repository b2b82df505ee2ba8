import { defineJob, handle, type JobHandler, type Schedule } from '@lyceum/common/jobs';
import type { Storage } from '@lyceum/common/storage';
import { LessThan } from 'typeorm';
import { z } from 'zod';
import { CourseExportEntity } from './course-export.entity.ts';
import { toExportKey } from './course-export-key.ts';

const job = defineJob('courses.sweep-course-exports', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const sweepExportsSchedule: Schedule = { job, everySeconds: 86_400 };

const keptMs = 7 * 86_400_000;

/** Forgets old exports, of all spaces: the package first, so that a run after a crash finds what is left. */
export function handleSweepExports({ storage }: { storage: Storage }): JobHandler {
  return handle(job, (_payload, run) =>
    run.inEachSpace(CourseExportEntity, async ({ ctx, signal, read, transact }) => {
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
