import { requireVersion, route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/courses/achievement';
import { achievements, maxAchievements } from '@lyceum/contracts/courses/achievement';
import { findCourse } from '../../authoring/course/find-course.ts';
import { AchievementEntity } from './achievement.entity.ts';
import { createExamples } from './create-examples.ts';
import { findAchievement } from './find-achievement.ts';
import { insertAchievement } from './insert-achievement.ts';

export const achievementRoutes = [
  route(contract.listAchievements, { access: achievements.manage }, async ({ db }) => ({
    items: await db.find(AchievementEntity, { order: { title: 'ASC', id: 'ASC' }, take: maxAchievements }),
  })),

  route(contract.createAchievement, { access: achievements.manage }, async ({ db, ctx, actor, body }) => {
    if (body.courseId !== null) await findCourse(db, actor, body.courseId, { to: 'teach', keep: true });
    return insertAchievement(db, ctx, body);
  }),

  route(contract.createExampleAchievements, { access: achievements.manage }, async ({ db, ctx }) => ({
    items: await createExamples(db, ctx),
  })),

  route(contract.updateAchievement, { access: achievements.manage }, async ({ db, params, body, ifMatch }) => {
    const current = await findAchievement(db, params.achievementId);
    requireVersion(current.version, ifMatch);
    const changes = { ...body, version: current.version + 1 };
    await db.update(AchievementEntity, { id: current.id }, changes);
    return { ...current, ...changes };
  }),

  route(contract.deleteAchievement, { access: achievements.manage }, async ({ db, params, ifMatch }) => {
    const { id, version } = await findAchievement(db, params.achievementId);
    requireVersion(version, ifMatch);
    await db.delete(AchievementEntity, { id });
  }),
];
