import { defineJob, handle, type JobHandler, type Schedule } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import { z } from 'zod';
import { LessonVersionEntity } from '../lesson-version/lesson-version.entity.ts';
import { indexVersion } from './index-version.job.ts';

export const indexMissing = defineJob('chatbot.index-missing', z.object({}), { attempts: 2, backoffMs: 10_000 });

export const indexMissingSchedule: Schedule = { job: indexMissing, everySeconds: 900 };

/** Of one space at a time, in no order: those that fail keep no others from their turn. */
const missingSql = `
  SELECT version.id FROM lesson_versions version JOIN known_courses course ON course.id = version.course_id
  WHERE version.indexed_at IS NULL AND course.deleted_at IS NULL ORDER BY random() LIMIT 200`;

/** Has versions read whose jobs have failed while courses or streaming was away for long, or are lost. */
export const indexMissingJob: JobHandler = handle(indexMissing, (_, { inEachSpace }) =>
  inEachSpace(LessonVersionEntity, async ({ ctx, read, transact }) => {
    const versions = await read((db) => db.query<{ id: string }[]>(missingSql));
    await transact(async (db) => {
      for (const { id: versionId } of versions) await enqueue(db, ctx, indexVersion, { versionId });
    });
  }),
);
