import { defineJob, handle } from '@lyceum/common/jobs';
import { z } from 'zod';
import { AchievementEntity } from '../achievement/achievement.entity.ts';
import { findFacts } from './find-facts.ts';
import { giveAwards } from './give-awards.ts';

export const applyAchievement = defineJob('courses.apply-achievement', z.object({ achievementId: z.uuid() }), {
  attempts: 5,
  backoffMs: 5_000,
});

const batchSize = 50;

/** Before the ids of all people. */
const firstId = '00000000-0000-0000-0000-000000000000';

/** Awards an achievement for all that has happened, a batch of people in a transaction; what was awarded stays as it is. */
export const applyAchievementJob = handle(applyAchievement, async ({ achievementId: id }, { ctx, signal, transact }) => {
  let after: string | undefined = firstId;
  while (after !== undefined) {
    signal.throwIfAborted();
    const previous: string = after;
    after = await transact(async (db) => {
      const rule = await db.findOneBy(AchievementEntity, { id, active: true });
      if (!rule) return undefined;
      const people = await db.query<{ person_id: string }[]>(
        'SELECT DISTINCT person_id FROM enrolments WHERE person_id > $1 ORDER BY person_id LIMIT $2',
        [previous, batchSize],
      );
      const personIds = people.map(({ person_id }) => person_id);
      const facts = await findFacts(db, rule.when, personIds);
      await giveAwards(
        db,
        ctx,
        facts.map((fact) => ({ rule, fact })),
      );
      return personIds[batchSize - 1];
    });
  }
});
