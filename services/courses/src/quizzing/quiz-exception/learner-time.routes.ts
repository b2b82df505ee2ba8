import { found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { courses, personNotFound } from '@lyceum/contracts/courses/course';
import { updateLearner } from '@lyceum/contracts/courses/enrolment';
import { findCourse } from '../../authoring/course/find-course.ts';
import { findCohort } from '../../enrolling/cohort/find-cohort.ts';
import { updateEnrolment } from '../../enrolling/enrolment/update-enrolment.ts';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { lengthenAttempts } from './lengthen-attempts.ts';

/** It stands here for the attempts that run: the enrolment itself knows of none. */
export const learnerTimeRoutes = [
  route(updateLearner, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const { personId } = params;
    const { cohortId, expiresAt, timePercent } = body;
    if (cohortId) await findCohort(db, courseId, cohortId);
    const end = expiresAt ? new Date(expiresAt) : null;
    const change = {
      ...(cohortId !== undefined && { cohortId }),
      ...(expiresAt !== undefined && { expiresAt: end }),
      ...(timePercent !== undefined && { timePercent }),
    };
    await lockStudy(db, personId);
    const enrolment = found(await updateEnrolment(db, { courseId, personId }, change), personNotFound);
    if (timePercent !== undefined) await lengthenAttempts(db, ctx, enrolment);
    return enrolment;
  }),
];
