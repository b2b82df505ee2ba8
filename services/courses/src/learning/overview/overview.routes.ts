import { found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { attemptNotFound } from '@lyceum/contracts/courses/attempt';
import { courses, personNotFound } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/course-overview';
import { lessonNotFound } from '@lyceum/contracts/courses/draft';
import { findCourse } from '../../authoring/course/find-course.ts';
import { findLastRevision } from '../../authoring/revision/find-revision.ts';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { AttemptEntity } from '../../quizzing/quiz/attempt.entity.ts';
import { findAttempt } from '../../quizzing/quiz/find-attempt.ts';
import { findLessonOfLearner, presentAttempt, presentListItem } from '../../quizzing/quiz/present-attempt.ts';
import { readOverview } from './read-overview.ts';

const weekMs = 7 * 86_400_000;

export const overviewRoutes = [
  route(contract.getCourseOverview, { access: courses.read }, async ({ db, ctx, actor, params, query }) => {
    const course = await findCourse(db, actor, params.courseId, { to: 'teach' });
    const last = await findLastRevision(db, course);
    const outline = last?.outline ?? { title: course.title, sequential: course.sequential, modules: [] };
    const idleSince = new Date(ctx.now().getTime() - weekMs);
    return readOverview(db, outline, { courseId: course.id, cohortId: query.cohortId, idleSince });
  }),

  route(contract.listLearnerAttempts, { access: courses.read }, async ({ db, actor, params, query }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
    const { lessonId, personId } = params;
    const { id: enrolmentId } = found(await db.findOneBy(EnrolmentEntity, { courseId, personId }), personNotFound);
    const lesson = found(await findLessonOfLearner(db, { enrolmentId, lessonId }), lessonNotFound);
    const attempts = db.createQueryBuilder(AttemptEntity, 'work').where({ enrolmentId, lessonId });
    const { rows, nextCursor } = await findPage(attempts, query, { property: 'number', direction: 'DESC' });
    return { items: rows.map((row) => presentListItem(row, { review: 'key', lesson })), nextCursor };
  }),

  route(contract.getLearnerAttempt, { access: courses.read }, async ({ db, actor, params }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
    const { personId } = found(await db.findOneBy(AttemptEntity, { id: params.attemptId, courseId }), attemptNotFound);
    return presentAttempt(db, await findAttempt(db, personId, params.attemptId), { review: 'key' });
  }),
];
