import { defineJob, handle, type JobHandler, type Schedule } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import type { Storage } from '@lyceum/common/storage';
import { LessThan } from 'typeorm';
import { z } from 'zod';
import { CourseImportEntity } from './course-import.entity.ts';
import { toImportKey } from './course-import-key.ts';
import { readImport } from './read-import.job.ts';

const job = defineJob('courses.sweep-course-imports', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const sweepImportsSchedule: Schedule = { job, everySeconds: 3_600 };

/** A job may be lost with Redis, or have given up while the database was away. */
const patienceMs = 3_600_000;

const keptMs = 7 * 86_400_000;

/** Has imports read that wait for nothing, and forgets old ones, of all spaces: the package first, so that a run after a crash finds what is left. */
export function handleSweepImports({ storage }: { storage: Storage }): JobHandler {
  return handle(job, (_payload, run) =>
    run.inEachSpace(CourseImportEntity, async ({ ctx, signal, read, transact }) => {
      const late = new Date(ctx.now().getTime() - patienceMs);
      await transact(async (db) => {
        const stuck = await db.findBy(CourseImportEntity, { status: 'queued', createdAt: LessThan(late) });
        for (const { id: importId } of stuck) await enqueue(db, ctx, readImport, { importId });
      });
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
