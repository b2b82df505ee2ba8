import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { lessonNoAssignment } from '@lyceum/contracts/courses/assignment';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/grading';
import type { EntityManager } from 'typeorm';
import { findCourse } from '../../authoring/course/find-course.ts';
import { findLearnerLesson, type LearnerLesson } from '../../learning/gate/find-learner-lesson.ts';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { DeadlineExtensionEntity } from '../submission/deadline-extension.entity.ts';
import { extendDeadline } from './extend-deadline.ts';

export const extensionRoutes = [
  route(contract.extendDeadline, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const { lessonId, personId } = params;
    await lockStudy(db, personId);
    const work = await findLearnerWork(db, { courseId, lessonId, personId });
    return extendDeadline(db, ctx, actor, work, new Date(body.dueAt));
  }),

  route(contract.deleteExtension, { access: courses.read }, async ({ db, actor, params }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const { lessonId, personId } = params;
    const { enrolment } = await findLearnerWork(db, { courseId, lessonId, personId });
    await db.delete(DeadlineExtensionEntity, { enrolmentId: enrolment.id, lessonId });
  }),
];

/** Fails with `person.not_found`, `lesson.not_found` and `lesson.no_assignment`. */
async function findLearnerWork(db: EntityManager, place: Parameters<typeof findLearnerLesson>[1]): Promise<LearnerLesson> {
  const learnerLesson = await findLearnerLesson(db, place);
  if (learnerLesson.lesson.type !== 'assignment') throw fail(lessonNoAssignment);
  return learnerLesson;
}
