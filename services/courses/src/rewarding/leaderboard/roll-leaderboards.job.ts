import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { z } from 'zod';
import { LeaderboardDayEntity } from './leaderboard-day.entity.ts';
import { leaderboardLock, toPeriods } from './periods.ts';

const job = defineJob('courses.roll-leaderboards', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const rollLeaderboardsSchedule: Schedule = { job, everySeconds: 300 };

/** Takes days off the sums of the periods they have left, in all spaces. */
export const rollLeaderboardsJob = handle(job, async (_payload, run) => {
  await run.inEachSpace(LeaderboardDayEntity, async ({ ctx, transact }) => {
    const { monthStart, weekStart } = toPeriods(ctx.now());
    await transact(async (db) => {
      await db.query(`SELECT pg_advisory_xact_lock(${leaderboardLock})`);
      await db.query(
        `WITH left_month AS (
           DELETE FROM leaderboard_days WHERE day < $1 RETURNING scope, person_id, points, in_week
         ), left_week AS (
           UPDATE leaderboard_days SET in_week = false WHERE in_week AND day >= $1 AND day < $2
           RETURNING scope, person_id, points
         ), leaving AS (
           SELECT scope, person_id, sum(month) AS month, sum(week) AS week
           FROM (
             SELECT scope, person_id, points AS month, CASE WHEN in_week THEN points ELSE 0 END AS week FROM left_month
             UNION ALL SELECT scope, person_id, 0, points FROM left_week
           ) AS part
           GROUP BY scope, person_id
         )
         UPDATE leaderboard_points AS total
         SET month_points = month_points - leaving.month, week_points = week_points - leaving.week
         FROM leaving WHERE total.scope = leaving.scope AND total.person_id = leaving.person_id`,
        [monthStart, weekStart],
      );
    });
  });
});
