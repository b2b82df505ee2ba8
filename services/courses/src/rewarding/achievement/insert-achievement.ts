import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { achievementTooMany, maxAchievements } from '@lyceum/contracts/courses/achievement';
import type { EntityManager } from 'typeorm';
import { AchievementEntity, type AchievementRow } from './achievement.entity.ts';

export type NewAchievement = Omit<AchievementRow, 'id' | 'createdAt' | 'version'>;

/** Whoever makes achievements of the space waits here for the others, until the transaction ends. */
export async function lockAchievements(db: EntityManager): Promise<void> {
  await db.query("SELECT pg_advisory_xact_lock(hashtextextended('achievements ' || current_setting('app.space'), 0))");
}

/** Fails with `achievement.too_many`. */
export async function insertAchievement(db: EntityManager, ctx: Context, achievement: NewAchievement): Promise<AchievementRow> {
  await lockAchievements(db);
  if ((await db.count(AchievementEntity)) >= maxAchievements) throw fail(achievementTooMany);
  const row = { ...achievement, id: newId(), createdAt: ctx.now(), version: 1 };
  await db.insert(AchievementEntity, row);
  return row;
}
