import { defineJob, handle, type JobHandler, type Schedule } from '@lyceum/common/jobs';
import type { Storage } from '@lyceum/common/storage';
import { LessThan } from 'typeorm';
import { z } from 'zod';
import { CourseImportEntity } from './course-import.entity.ts';
import { toImportKey } from './course-import-key.ts';

const job = defineJob('courses.sweep-course-imports', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const sweepImportsSchedule: Schedule = { job, everySeconds: 86_400 };

const keptMs = 7 * 86_400_000;

/** Forgets old imports, of all spaces: the package first, so that a run after a crash finds what is left. */
export function handleSweepImports({ storage }: { storage: Storage }): JobHandler {
  return handle(job, (_payload, run) =>
    run.inEachSpace(CourseImportEntity, async ({ ctx, signal, read, transact }) => {
      const before = new Date(ctx.now().getTime() - keptMs);
      const old = await read((db) => db.findBy(CourseImportEntity, { createdAt: LessThan(before) }));
      for (const { id } of old) {
        if (signal.aborted) return;
        await storage.delete(toImportKey(ctx.space, id));
        await transact((db) => db.delete(CourseImportEntity, { id }));
      }
    }),
  );
}
