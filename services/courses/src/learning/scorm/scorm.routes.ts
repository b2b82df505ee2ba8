import { fail } from '@lyceum/common/errors';
import { route, routeWithOwnTransactions } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { courses } from '@lyceum/contracts/courses/course';
import { lessonNotFound } from '@lyceum/contracts/courses/draft';
import { enrolments } from '@lyceum/contracts/courses/enrolment';
import * as contract from '@lyceum/contracts/courses/scorm';
import { type EntityManager, In } from 'typeorm';
import { LessonEntity } from '../../authoring/content/lesson.entity.ts';
import { findCourse } from '../../authoring/course/find-course.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { findPersonNames } from '../../enrolling/person/find-person-names.ts';
import { type LaunchNeeds, launchLesson, previewLesson } from './launch-lesson.ts';
import { ScormStateEntity } from './scorm-state.entity.ts';

export const scormRoutes = (needs: LaunchNeeds) => [
  routeWithOwnTransactions(contract.launchScorm, { access: enrolments.own }, async ({ read, transact, ctx, actor, params }) =>
    launchLesson({ read, transact }, { ctx, actor, place: params }, needs),
  ),

  routeWithOwnTransactions(contract.previewScorm, { access: courses.read }, async ({ read, transact, ctx, actor, params }) =>
    previewLesson({ read, transact }, { ctx, actor, place: params }, needs),
  ),

  route(contract.listScormStates, { access: courses.read }, async ({ db, actor, params, query }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
    await requireKnown(db, { courseId, lessonId: params.lessonId });
    const states = db.createQueryBuilder(ScormStateEntity, 'state').where({ courseId, lessonId: params.lessonId });
    const { rows, nextCursor } = await findPage(states, query, { property: 'updatedAt', direction: 'DESC' });
    const enrolled = await db.findBy(EnrolmentEntity, { id: In(rows.map(({ enrolmentId }) => enrolmentId)) });
    const personIds = new Map(enrolled.map(({ id, personId }) => [id, personId]));
    const toName = await findPersonNames(db, [...personIds.values()]);
    const items = rows.flatMap((state) => {
      const personId = personIds.get(state.enrolmentId);
      return personId === undefined ? [] : [{ ...state, personId, name: toName(personId) }];
    });
    return { items, nextCursor };
  }),
];

/** A lesson that is published no more still has what was told of it. Fails with `lesson.not_found`. */
async function requireKnown(db: EntityManager, { courseId, lessonId }: { courseId: string; lessonId: string }): Promise<void> {
  if (await db.existsBy(LessonVersionEntity, { courseId, lessonId })) return;
  if (!(await db.existsBy(LessonEntity, { courseId, id: lessonId }))) throw fail(lessonNotFound);
}
