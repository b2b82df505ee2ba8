import { defineJob, handle, type JobHandler, type JobRun } from '@lyceum/common/jobs';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { z } from 'zod';
import { CourseImportEntity } from './course-import.entity.ts';
import { type ImportReader, takeCourse } from './take-course.ts';

export const readImport = defineJob('courses.read-course-import', z.object({ importId: z.uuid() }), {
  attempts: 8,
  backoffMs: 5_000,
  places: { perProcess: 2, perPerson: 1 },
});

const internal: Texts = {
  en: 'The platform could not read it. Try again later.',
  ru: 'Платформе не удалось его прочитать. Попробуйте позже.',
};

/**
 * Makes a course of a package in steps, of which each is kept: first the draft, then one file after the other. What is wrong with the
 * package ends the import with a reason; what fails but for it is tried again.
 */
export function handleReadImport(reader: ImportReader): JobHandler {
  return handle(
    readImport,
    async ({ importId: id }, run) => {
      const row = await run.read((db) => db.findOneBy(CourseImportEntity, { id, status: 'queued' }));
      if (!row) return;
      try {
        const failed = await takeCourse(reader, run, row);
        if (failed) await giveUp(run, id, failed.failure);
      } catch (error) {
        if (run.lastAttempt && !run.signal.aborted) await giveUp(run, id, internal);
        throw error;
      }
    },
    { giveUp: ({ importId }, run) => giveUp(run, importId, internal) },
  );
}

async function giveUp({ ctx, transact }: JobRun, id: string, reason: Texts): Promise<void> {
  const failed = { status: 'failed', reason, finishedAt: ctx.now() } as const;
  await transact((db) => db.update(CourseImportEntity, { id, status: 'queued' }, failed));
}
