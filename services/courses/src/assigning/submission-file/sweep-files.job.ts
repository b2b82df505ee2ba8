import type { Context } from '@lyceum/common/context';
import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { z } from 'zod';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { SubmissionFileEntity, type SubmissionFileRow } from '../submission/submission-file.entity.ts';
import { deleteFile } from './delete-file.job.ts';

const job = defineJob('courses.sweep-submission-files', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const sweepFilesSchedule: Schedule = { job, everySeconds: 86_400 };

const batchSize = 100;

/** How long a file may be there before a submission names it; by then no upload of it goes on. */
const patienceMs = 86_400_000;

/** Deletes files that no submission names, of all spaces: each in a transaction of its own. */
export const sweepFilesJob = handle(job, async (_payload, run) => {
  await run.inEachSpace(SubmissionFileEntity, async ({ ctx, signal, transact }) => {
    let unused: SubmissionFileRow[];
    do {
      unused = await transact((db) => findUnused(db, ctx).take(batchSize).getMany());
      for (const { id, personId } of unused) {
        if (signal.aborted) return;
        await transact(async (db) => {
          await lockStudy(db, personId);
          if (!(await findUnused(db, ctx).andWhere({ id }).getExists())) return;
          await db.delete(SubmissionFileEntity, { id });
          await enqueue(db, ctx, deleteFile, { fileId: id });
        });
      }
    } while (unused.length === batchSize);
  });
});

function findUnused(db: EntityManager, ctx: Context): SelectQueryBuilder<SubmissionFileRow> {
  return db
    .createQueryBuilder(SubmissionFileEntity, 'file')
    .where('file.createdAt < :before', { before: new Date(ctx.now().getTime() - patienceMs) })
    .andWhere('NOT EXISTS (SELECT 1 FROM submissions s WHERE s.enrolment_id = file.enrolment_id AND file.id = ANY(s.file_ids))');
}
