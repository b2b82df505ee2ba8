import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { CourseAuthorEntity } from '../../authoring/course/course-author.entity.ts';
import { mailAuthors, toOccasion } from './mail-authors.ts';

const job = defineJob('courses.send-digests', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const sendDigestsSchedule: Schedule = { job, everySeconds: 3_600 };

/** Hours of UTC in which it is sent: at the first, or when whatever kept it from that is over. */
const hours = { first: 6, last: 11 } as const;

const pageSize = 200;

/** Before the ids of all people. */
const firstId = '00000000-0000-0000-0000-000000000000';

/** Tells authors of all spaces once a day what waits for them at six. */
export const sendDigestsJob = handle(job, async (_payload, run) => {
  const now = run.ctx.now();
  if (now.getUTCHours() < hours.first || now.getUTCHours() > hours.last) return;
  const before = new Date(now);
  before.setUTCHours(hours.first, 0, 0, 0);
  await run.inEachSpace(CourseAuthorEntity, async ({ ctx, signal, read, transact }) => {
    let after: string | undefined = firstId;
    while (after !== undefined) {
      signal.throwIfAborted();
      const previous: string = after;
      const personIds = await read((db) => listAuthors(db, previous, toOccasion(before)));
      if (personIds.length > 0) await transact((db) => mailAuthors(db, ctx, personIds, before));
      after = personIds[pageSize - 1];
    }
  });
});

async function listAuthors(db: EntityManager, after: string, occasion: string): Promise<string[]> {
  const rows = await db.query<{ person_id: string }[]>(
    `SELECT DISTINCT person_id FROM course_authors a WHERE person_id > $1
       AND NOT EXISTS (SELECT FROM reminders_sent r WHERE r.person_id = a.person_id AND r.occasion = $2)
     ORDER BY person_id LIMIT $3`,
    [after, occasion, pageSize],
  );
  return rows.map((row) => row.person_id);
}
