import { fail, found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { courses } from '@lyceum/contracts/courses/course';
import { lessonNotFound } from '@lyceum/contracts/courses/draft';
import * as contract from '@lyceum/contracts/courses/regrade';
import { regradeNotFound } from '@lyceum/contracts/courses/regrade';
import type { EntityManager } from 'typeorm';
import { canTeach, findCourse } from '../../authoring/course/find-course.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { findPersonNames } from '../../enrolling/person/find-person-names.ts';
import { RegradeEntity, type RegradeRow } from '../regrade/regrade.entity.ts';
import { orderRegrade } from './order-regrade.ts';

export const regradeRoutes = [
  route(contract.orderRegrade, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update', lock: true });
    const { lessonId } = params;
    await requireLesson(db, { courseId, lessonId });
    return presentRegrade(db, await orderRegrade(db, ctx, { courseId, lessonId, orderedBy: actor.id, ...body }));
  }),

  route(contract.listRegrades, { access: courses.read }, async ({ db, actor, params, query }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
    const { lessonId } = params;
    await requireLesson(db, { courseId, lessonId });
    const regrades = db.createQueryBuilder(RegradeEntity, 'regrade').where({ courseId, lessonId });
    const { rows, nextCursor } = await findPage(regrades, query, { property: 'createdAt', direction: 'DESC' });
    const ids = rows.map(({ orderedBy }) => orderedBy);
    const toName = await findPersonNames(db, ids);
    return { items: rows.map((row) => ({ ...row, orderedByName: toName(row.orderedBy) })), nextCursor };
  }),

  route(contract.getRegrade, { access: courses.read }, async ({ db, actor, params }) => {
    const regrade = found(await db.findOneBy(RegradeEntity, { id: params.regradeId }), regradeNotFound);
    if (!(await canTeach(db, actor, regrade.courseId))) throw fail(regradeNotFound);
    return presentRegrade(db, regrade);
  }),
];

/** Of a revision. Fails with `lesson.not_found`. */
async function requireLesson(db: EntityManager, lesson: Pick<RegradeRow, 'courseId' | 'lessonId'>): Promise<void> {
  if (!(await db.existsBy(LessonVersionEntity, lesson))) throw fail(lessonNotFound);
}

async function presentRegrade(db: EntityManager, regrade: RegradeRow) {
  const toName = await findPersonNames(db, [regrade.orderedBy]);
  return { ...regrade, orderedByName: toName(regrade.orderedBy) };
}
