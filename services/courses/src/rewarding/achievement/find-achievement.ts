import { found } from '@lyceum/common/errors';
import { achievementNotFound } from '@lyceum/contracts/courses/achievement';
import type { EntityManager } from 'typeorm';
import { AchievementEntity, type AchievementRow } from './achievement.entity.ts';

/** Locks it until the transaction ends. Fails with `achievement.not_found`. */
export async function findAchievement(db: EntityManager, id: string): Promise<AchievementRow> {
  return found(await db.findOne(AchievementEntity, { where: { id }, lock: { mode: 'pessimistic_write' } }), achievementNotFound);
}
