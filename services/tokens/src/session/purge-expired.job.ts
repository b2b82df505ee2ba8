import type { Schedule } from '@lyceum/common/jobs';
import { defineJob, handle } from '@lyceum/common/jobs';
import { z } from 'zod';

const job = defineJob('tokens.purge-expired', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const purgeSchedule: Schedule = { job, everySeconds: 3600 };

/** Deletes expired sessions with their refresh tokens, and confirmations nobody used, of all spaces. */
export const purgeExpiredJob = handle(job, async (_payload, run) => {
  const purge = () => run.transact((db) => db.query<[{ purged: number }]>('SELECT purge_expired($1) AS purged', [run.ctx.now()]));
  while (!run.signal.aborted && (await purge())[0].purged > 0);
});
