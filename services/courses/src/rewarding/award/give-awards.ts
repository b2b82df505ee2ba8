import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { publish } from '@lyceum/common/outbox';
import { achievementAwarded } from '@lyceum/contracts/courses/achievement';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { addPoints } from '../leaderboard/add-points.ts';
import { AwardEntity, type AwardRow } from './award.entity.ts';
import { type Candidate, evaluateRule } from './evaluate-rule.ts';
import { leaveOutAwardedRuns } from './leave-out-awarded-runs.ts';

const insertedRows = z.array(z.object({ id: z.uuid() }));

/**
 * Awards what rules give for facts of their kind, each occasion once, however often and from wherever at once this is called. Of an
 * occasion that several facts give, the first of them counts.
 */
export async function giveAwards(db: EntityManager, ctx: Context, candidates: readonly Candidate[]): Promise<void> {
  const wanted = new Map<string, AwardRow>();
  for (const { rule, fact } of await leaveOutAwardedRuns(db, candidates)) {
    const merit = evaluateRule(rule, fact);
    if (!merit) continue;
    const { id: achievementId, title, icon, points } = rule;
    const { personId, courseId } = fact;
    const key = `${personId} ${achievementId} ${merit.occasion}`;
    if (wanted.has(key)) continue;
    wanted.set(key, { id: newId(), achievementId, personId, courseId, ...merit, title, icon, points });
  }
  if (wanted.size === 0) return;
  // In one order for all, so that two who do this at once wait for one another and not both.
  const rows = [...wanted].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
  const given = await insertMissing(db, rows);
  await addPoints(db, ctx, given);
  for (const { id: awardId, achievementId, personId, courseId, title, points, earnedAt: occurredAt } of given) {
    await publish(db, ctx, achievementAwarded, { awardId, achievementId, personId, courseId, title, points, occurredAt });
  }
}

async function insertMissing(db: EntityManager, rows: readonly AwardRow[]): Promise<AwardRow[]> {
  const { raw } = await db
    .createQueryBuilder()
    .insert()
    .into(AwardEntity)
    .values([...rows])
    .orIgnore()
    .updateEntity(false)
    .returning('id')
    .execute();
  const inserted = new Set(insertedRows.parse(raw).map(({ id }) => id));
  return rows.filter(({ id }) => inserted.has(id));
}
