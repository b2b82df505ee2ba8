import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { z } from 'zod';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { findDeadlines, toHorizon } from './find-deadlines.ts';
import { duePageSize, listDuePeople } from './list-due-people.ts';
import { remindPeople } from './remind-people.ts';

const job = defineJob('courses.remind-learners', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const remindLearnersSchedule: Schedule = { job, everySeconds: 3_600 };

/** Before the ids of all people. */
const firstId = '00000000-0000-0000-0000-000000000000';

/** Reminds learners of all spaces of what comes near, a page of people in a transaction. */
export const remindLearnersJob = handle(job, (_payload, run) =>
  run.inEachSpace(EnrolmentEntity, async ({ ctx, signal, read, transact }) => {
    const now = ctx.now();
    const deadlines = await read((db) => findDeadlines(db, toHorizon(now)));
    let after: string | undefined = firstId;
    while (after !== undefined) {
      signal.throwIfAborted();
      const previous: string = after;
      const personIds = await read((db) => listDuePeople(db, deadlines, { now, after: previous }));
      if (personIds.length > 0) await transact((db) => remindPeople(db, ctx, deadlines, personIds));
      after = personIds[duePageSize - 1];
    }
  }),
);
