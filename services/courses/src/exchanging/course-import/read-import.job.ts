import { defineJob, handle, type JobHandler, type JobRun } from '@lyceum/common/jobs';
import { OverdueWork } from '@lyceum/common/work-thread';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { In } from 'typeorm';
import { z } from 'zod';
import { CourseFileEntity } from '../../authoring/course-file/course-file.entity.ts';
import { CourseImportEntity } from './course-import.entity.ts';
import { type ImportReader, takeCourse } from './take-course.ts';

export const readImport = defineJob('courses.read-course-import', z.object({ importId: z.uuid() }), {
  attempts: 12,
  backoffMs: 5_000,
  places: { perProcess: 2, perPerson: 1 },
});

const notTaken: Texts = {
  en: 'The platform could not take the file over: give the lesson another one.',
  ru: 'Платформе не удалось перенести файл: замените его в уроке.',
};

const tooSlow: Texts = {
  en: 'It takes too long to read it: divide the course.',
  ru: 'Чтение занимает слишком много времени: разделите курс.',
};

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
        if (error instanceof OverdueWork) return giveUp(run, id, tooSlow);
        if (run.isFinal(error)) await giveUp(run, id, internal);
        throw error;
      }
    },
    { giveUp: ({ importId }, run) => giveUp(run, importId, internal) },
  );
}

/** A draft that is kept stays: what is left out of it is said. */
async function giveUp({ ctx, transact }: JobRun, id: string, reason: Texts): Promise<void> {
  const finishedAt = ctx.now();
  await transact(async (db) => {
    const queued = { where: { id, status: 'queued' }, lock: { mode: 'pessimistic_write' } } as const;
    const row = await db.findOne(CourseImportEntity, queued);
    if (!row?.courseId) {
      await db.update(CourseImportEntity, { id, status: 'queued' }, { status: 'failed', reason, finishedAt });
      return;
    }
    const ids = row.pending.map(({ courseFileId }) => courseFileId);
    const missing = await db.findBy(CourseFileEntity, { id: In(ids), status: 'waiting' });
    const lost = missing.map(({ name: place }) => ({ place, severity: 'lost' as const, message: notTaken }));
    const done = { status: 'done', findings: [...row.findings, ...lost], pending: [], finishedAt } as const;
    await db.update(CourseImportEntity, { id }, done);
  });
}
