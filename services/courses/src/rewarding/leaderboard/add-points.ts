import type { Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';
import { leaderboardLock, toPeriods } from './periods.ts';

export interface EarnedPoints {
  readonly personId: string;
  readonly courseId: string | null;
  readonly points: number;
  readonly earnedAt: Date;
}

/** What counts anywhere in the space. */
export const spaceScope = 'space';

/** Adds to the sums of the space and of the courses. Rows are written in one order, so that nobody waits in a circle. */
export async function addPoints(db: EntityManager, ctx: Context, earned: readonly EarnedPoints[]): Promise<void> {
  const added = earned.filter(({ points }) => points > 0).flatMap(toAdditions);
  if (added.length === 0) return;
  const { monthStart, weekStart } = toPeriods(ctx.now());
  await db.query(`SELECT pg_advisory_xact_lock_shared(${leaderboardLock})`);
  await db.query(
    `WITH given AS (
       SELECT scope, person_id, day, sum(points)::integer AS points
       FROM unnest($1::text[], $2::uuid[], $3::date[], $4::integer[]) AS addition (scope, person_id, day, points)
       GROUP BY scope, person_id, day
     ), kept AS (
       INSERT INTO leaderboard_days AS known (scope, person_id, day, points, in_week)
       SELECT scope, person_id, day, points, day >= $6::date FROM given WHERE day >= $5::date ORDER BY person_id, scope, day
       ON CONFLICT (space_id, scope, person_id, day) DO UPDATE SET points = known.points + excluded.points
       RETURNING scope, person_id, day, in_week
     )
     INSERT INTO leaderboard_points AS total (scope, person_id, points, month_points, week_points)
     SELECT scope, person_id, sum(points),
       coalesce(sum(points) FILTER (WHERE in_week IS NOT NULL), 0), coalesce(sum(points) FILTER (WHERE in_week), 0)
     FROM given LEFT JOIN kept USING (scope, person_id, day)
     GROUP BY scope, person_id ORDER BY person_id, scope
     ON CONFLICT (space_id, scope, person_id) DO UPDATE SET
       points = total.points + excluded.points,
       month_points = total.month_points + excluded.month_points,
       week_points = total.week_points + excluded.week_points`,
    [
      ...[added.map(({ scope }) => scope), added.map(({ personId }) => personId)],
      ...[added.map(({ day }) => day), added.map(({ points }) => points)],
      ...[monthStart, weekStart],
    ],
  );
}

function toAdditions({ personId, courseId, points, earnedAt }: EarnedPoints) {
  const day = earnedAt.toISOString().slice(0, 10);
  const scopes = courseId === null ? [spaceScope] : [spaceScope, courseId];
  return scopes.map((scope) => ({ scope, personId, day, points }));
}
