import { DatabaseAway } from '@lyceum/common/errors';
import { defineJob, handle, type JobRun } from '@lyceum/common/jobs';
import { type EntityManager, In } from 'typeorm';
import { z } from 'zod';
import { RegradeEntity } from '../regrade/regrade.entity.ts';
import { createDrawnReader } from './drawn-reader.ts';
import { regradeLearner } from './regrade-learner.ts';

export const regradeAttempts = defineJob('courses.regrade-attempts', z.object({ regradeId: z.uuid() }), {
  attempts: 12,
  backoffMs: 5_000,
  places: { perProcess: 2, perPerson: 1 },
});

const batchSize = 200;

const unfinished = (id: string) => ({ id, status: In(['queued', 'running']) });

/** Before the ids of all enrolments. */
const firstId = '00000000-0000-0000-0000-000000000000';

interface Learner {
  readonly enrolment_id: string;
  readonly person_id: string;
}

/**
 * Grades attempts anew, all of a learner in one transaction: a run after a crash goes on with those that are left. Learners whose attempts
 * cannot be graded keep no other from it.
 */
export const regradeAttemptsJob = handle(
  regradeAttempts,
  async ({ regradeId: id }, run) => {
    const regrade = await run.transact(async (db) => {
      await db.update(RegradeEntity, unfinished(id), { status: 'running', touchedAt: run.ctx.now() });
      return db
        .createQueryBuilder(RegradeEntity, 'regrade')
        .addSelect('regrade.content')
        .where({ id, status: 'running' })
        .getOne();
    });
    if (!regrade) return;
    const regrading = { ...regrade, content: regrade.content ?? null, readDrawn: createDrawnReader(regrade.questionId) };
    const errors: unknown[] = [];
    let after: string | undefined = firstId;
    while (after !== undefined) {
      const previous: string = after;
      const learners = await run.read((db) => findLearners(db, regrade, previous));
      for (const { enrolment_id: enrolmentId, person_id: personId } of learners) {
        run.signal.throwIfAborted();
        await run
          .transact((db) => regradeLearner(db, run.ctx, regrading, { enrolmentId, personId }))
          .catch((error: unknown) => {
            if (error instanceof DatabaseAway) throw error;
            errors.push(error);
          });
      }
      after = learners[batchSize - 1]?.enrolment_id;
      if (after) await run.transact((db) => db.update(RegradeEntity, unfinished(id), { touchedAt: run.ctx.now() }));
    }
    if (errors.length === 0) return end(run, id, 'done');
    if (run.lastAttempt) await end(run, id, 'failed');
    throw new AggregateError(errors, `attempts of ${errors.length} learners cannot be graded`);
  },
  { giveUp: ({ regradeId }, run) => end(run, regradeId, 'failed') },
);

/** Also those whose attempts all run: one that ends meanwhile is seen once its transaction is over. */
function findLearners(
  db: EntityManager,
  { courseId, lessonId }: { courseId: string; lessonId: string },
  after: string,
): Promise<Learner[]> {
  return db.query<Learner[]>(
    `SELECT DISTINCT enrolment_id, person_id FROM quiz_attempts
     WHERE course_id = $1 AND lesson_id = $2 AND enrolment_id > $3 ORDER BY enrolment_id LIMIT ${batchSize}`,
    [courseId, lessonId, after],
  );
}

async function end({ ctx, transact }: JobRun, id: string, status: 'done' | 'failed'): Promise<void> {
  await transact((db) => db.update(RegradeEntity, unfinished(id), { status, finishedAt: ctx.now() }));
}
