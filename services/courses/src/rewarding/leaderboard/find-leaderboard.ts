import type { Actor } from '@lyceum/common/context';
import type { Leaderboard, LeaderboardPeriod } from '@lyceum/contracts/courses/leaderboard';
import { type EntityManager, MoreThan } from 'typeorm';
import { spaceScope } from './add-points.ts';
import { findNames } from './find-names.ts';
import { LeaderboardParticipantEntity } from './leaderboard-participant.entity.ts';
import { LeaderboardPointsEntity, type LeaderboardPointsRow } from './leaderboard-points.entity.ts';

type SumColumn = 'points' | 'monthPoints' | 'weekPoints';

const sumColumns: Readonly<Record<LeaderboardPeriod, SumColumn>> = {
  all: 'points',
  '30-days': 'monthPoints',
  '7-days': 'weekPoints',
};

const maxEntries = 50;

/** Of a course, or of the space where it is null. */
export async function findLeaderboard(
  db: EntityManager,
  reader: Pick<Actor, 'id' | 'can'>,
  courseId: string | null,
  period: LeaderboardPeriod,
): Promise<Leaderboard> {
  const scope = courseId ?? spaceScope;
  const column = sumColumns[period];
  const first = await selectFirst(db, scope, column).getMany();
  const own = await db.findOneBy(LeaderboardPointsEntity, { scope, personId: reader.id });
  const choice = await db.findOneBy(LeaderboardParticipantEntity, { personId: reader.id });
  const names = await findNames(
    db,
    reader,
    first.map(({ personId }) => personId),
    courseId,
  );
  const points = own?.[column] ?? 0;
  const entries = toRanked(first, column).map(({ rank, row }) => ({
    rank,
    name: names.get(row.personId) ?? null,
    points: row[column],
    own: row.personId === reader.id,
  }));
  const rank = points > 0 ? 1 + (await selectAhead(db, scope, column, points).getCount()) : null;
  return { period, entries, own: { rank, points, visible: choice?.visible ?? null } };
}

export const selectFirst = (db: EntityManager, scope: string, column: SumColumn) =>
  db
    .createQueryBuilder(LeaderboardPointsEntity, 'total')
    .where({ scope, [column]: MoreThan(0) })
    .orderBy(`total.${column}`, 'DESC')
    .addOrderBy('total.personId', 'DESC')
    .limit(maxEntries);

/** Those who have more. */
export const selectAhead = (db: EntityManager, scope: string, column: SumColumn, points: number) =>
  db.createQueryBuilder(LeaderboardPointsEntity, 'total').where({ scope, [column]: MoreThan(points) });

function toRanked(rows: readonly LeaderboardPointsRow[], column: SumColumn) {
  const ranks = new Map<number, number>();
  return rows.map((row, index) => {
    const rank = ranks.get(row[column]) ?? index + 1;
    ranks.set(row[column], rank);
    return { rank, row };
  });
}
