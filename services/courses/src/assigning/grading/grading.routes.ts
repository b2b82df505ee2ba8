import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/grading';
import { findCourse } from '../../authoring/course/find-course.ts';
import { isSubmitted, SubmissionEntity } from '../submission/submission.entity.ts';
import { findSubmitted } from './find-submitted.ts';
import { gradeSubmission } from './grade-submission.ts';
import { presentItems, presentWork } from './present-work.ts';

export const gradingRoutes = [
  route(contract.listSubmissions, { access: courses.read }, async ({ db, actor, params, query }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
    const { lessonId, cohortId, status } = query;
    const submitted = db
      .createQueryBuilder(SubmissionEntity, 'submission')
      .where({ courseId, ...(lessonId !== undefined && { lessonId }), ...(status !== undefined && { status }) })
      .andWhere("submission.status <> 'draft'");
    if (cohortId !== undefined)
      submitted.andWhere('submission.enrolmentId IN (SELECT id FROM enrolments WHERE cohort_id = :cohortId)', { cohortId });
    const { rows, nextCursor } = await findPage(submitted, query, { property: 'sortKey', direction: 'ASC' });
    return { items: await presentItems(db, rows.filter(isSubmitted)), nextCursor };
  }),

  route(contract.getSubmittedWork, { access: courses.read }, async ({ db, actor, params }) =>
    presentWork(db, await findSubmitted(db, actor, params.submissionId, { to: 'teach' })),
  ),

  route(contract.gradeSubmission, { access: courses.read }, async ({ db, ctx, actor, params, body: grade, ifMatch }) =>
    presentWork(db, await gradeSubmission(db, ctx, actor, params.submissionId, { grade, ifMatch })),
  ),
];
