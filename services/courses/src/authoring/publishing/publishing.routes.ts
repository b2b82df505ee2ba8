import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/revision';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { findCourse } from '../course/find-course.ts';
import { findReadyFiles } from '../course-file/find-file.ts';
import { RevisionEntity } from '../revision/revision.entity.ts';
import { compareDraft } from './compare-draft.ts';
import { findProblems } from './find-problems.ts';
import { publishCourse } from './publish-course.ts';

export const publishingRoutes = [
  route(contract.getChanges, { access: courses.read }, async ({ db, ctx, actor, params }) => {
    const course = await findCourse(db, actor, params.courseId, { to: 'update' });
    const { draft, fingerprint, last, changes, isReordered } = await compareDraft(db, course);
    const found = findProblems(draft, await findReadyFiles(db, course.id));
    const problems = found.map(({ lessonId, message }) => ({ lessonId, message: message[ctx.locale] }));
    const learners = await db.countBy(EnrolmentEntity, { courseId: course.id, status: 'active' });
    return { since: last?.number ?? null, draft: fingerprint, lessons: changes, isReordered, problems, learners };
  }),

  route(contract.publishCourse, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    const course = await findCourse(db, actor, params.courseId, { to: 'update', lock: true });
    return publishCourse(db, ctx, actor, course, body);
  }),

  route(contract.listRevisions, { access: courses.read }, async ({ db, actor, params, query }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
    const revisions = db.createQueryBuilder(RevisionEntity, 'revision').where({ courseId, variant: 0 });
    const { rows, nextCursor } = await findPage(revisions, query, { property: 'number', direction: 'DESC' });
    return { items: rows, nextCursor };
  }),
];
