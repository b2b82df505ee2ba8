import { fail, found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { lessonNoAssignment } from '@lyceum/contracts/courses/assignment';
import { courses, personNotFound } from '@lyceum/contracts/courses/course';
import { lessonNotFound } from '@lyceum/contracts/courses/draft';
import * as contract from '@lyceum/contracts/courses/grading';
import type { EntityManager } from 'typeorm';
import { findCourse } from '../../authoring/course/find-course.ts';
import { listLessons } from '../../authoring/revision/outline.ts';
import { RevisionEntity } from '../../authoring/revision/revision.entity.ts';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { DeadlineExtensionEntity } from '../submission/deadline-extension.entity.ts';

export const extensionRoutes = [
  route(contract.extendDeadline, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const { lessonId, personId } = params;
    const enrolmentId = await findEnrolmentId(db, { courseId, lessonId, personId });
    const extension = { enrolmentId, lessonId, dueAt: new Date(body.dueAt), grantedBy: actor.id, grantedAt: ctx.now() };
    await db.upsert(DeadlineExtensionEntity, extension, ['spaceId', 'enrolmentId', 'lessonId']);
    return { ...extension, personId };
  }),

  route(contract.deleteExtension, { access: courses.read }, async ({ db, actor, params }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const { lessonId, personId } = params;
    const enrolmentId = await findEnrolmentId(db, { courseId, lessonId, personId });
    await db.delete(DeadlineExtensionEntity, { enrolmentId, lessonId });
  }),
];

/** Of a learner who has this assignment. Fails with `person.not_found`, `lesson.not_found` and `lesson.no_assignment`. */
async function findEnrolmentId(
  db: EntityManager,
  { courseId, lessonId, personId }: { courseId: string; lessonId: string; personId: string },
): Promise<string> {
  const { id, revisionId } = found(await db.findOneBy(EnrolmentEntity, { courseId, personId }), personNotFound);
  const { outline } = await db.findOneByOrFail(RevisionEntity, { id: revisionId });
  const lesson = listLessons(outline).find((one) => one.id === lessonId);
  if (found(lesson, lessonNotFound).type !== 'assignment') throw fail(lessonNoAssignment);
  return id;
}
