import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { z } from 'zod';
import { CourseFileEntity, type CourseFileRow } from './course-file.entity.ts';
import { deleteUnused, selectUnused } from './unused-files.ts';

const job = defineJob('courses.sweep-course-files', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const sweepFilesSchedule: Schedule = { job, everySeconds: 86_400 };

const batchSize = 100;

/** How long a file may be there before a lesson has it. */
const patienceMs = 7 * 86_400_000;

/** Deletes files that no lesson has, of all spaces: each in a transaction of its own. */
export const sweepFilesJob = handle(job, async (_payload, run) => {
  await run.inEachSpace(CourseFileEntity, async ({ ctx, signal, transact }) => {
    const before = new Date(ctx.now().getTime() - patienceMs);
    let unused: CourseFileRow[];
    do {
      unused = await transact((db) =>
        selectUnused(db).andWhere('file.createdAt < :before', { before }).take(batchSize).getMany(),
      );
      for (const file of unused) {
        if (signal.aborted) return;
        await transact((db) => deleteUnused(db, ctx, file));
      }
    } while (unused.length === batchSize);
  });
});
