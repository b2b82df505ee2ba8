import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { enqueue } from '@lyceum/common/outbox';
import { findPage } from '@lyceum/common/pagination';
import * as contract from '@lyceum/contracts/courses/achievement';
import { achievementInactive, achievements } from '@lyceum/contracts/courses/achievement';
import { courses } from '@lyceum/contracts/courses/course';
import { findTimeZones } from '../../enrolling/person/find-time-zones.ts';
import { createToDay } from '../../learning/study/calendar.ts';
import { findAchievement } from '../achievement/find-achievement.ts';
import { findStudyRuns } from '../streak/find-study-runs.ts';
import { countStreak } from '../streak/streaks.ts';
import { applyAchievement } from './apply-achievement.job.ts';
import { AwardEntity } from './award.entity.ts';

export const awardRoutes = [
  route(contract.listOwnAwards, { access: courses.read }, async ({ db, ctx, actor, query }) => {
    const own = { personId: actor.id };
    const awards = db.createQueryBuilder(AwardEntity, 'award').where(own);
    const { rows: items, nextCursor } = await findPage(awards, query, { property: 'earnedAt', direction: 'DESC' });
    const points = (await db.sum(AwardEntity, 'points', own)) ?? 0;
    const runs = (await findStudyRuns(db, [actor.id])).get(actor.id) ?? [];
    const timeZone = (await findTimeZones(db, [actor.id]))(actor.id);
    const streak = { ...countStreak(runs, createToDay(timeZone)(ctx.now().getTime())), timeZone };
    return { items, nextCursor, points, streak };
  }),

  route(contract.applyAchievement, { access: achievements.manage }, async ({ db, ctx, params }) => {
    const achievement = await findAchievement(db, params.achievementId);
    if (!achievement.active) throw fail(achievementInactive);
    await enqueue(db, ctx, applyAchievement, { achievementId: achievement.id });
    return achievement;
  }),
];
