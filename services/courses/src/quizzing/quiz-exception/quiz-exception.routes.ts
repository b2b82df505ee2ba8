import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { lessonNoQuiz } from '@lyceum/contracts/courses/attempt';
import { courses } from '@lyceum/contracts/courses/course';
import { lessonNotFound } from '@lyceum/contracts/courses/draft';
import * as contract from '@lyceum/contracts/courses/quiz-exception';
import type { EntityManager } from 'typeorm';
import { findCourse } from '../../authoring/course/find-course.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { findPersonNames } from '../../enrolling/person/find-person-names.ts';
import { findLearnerLesson, type LearnerLesson } from '../../learning/gate/find-learner-lesson.ts';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { QuizExceptionEntity } from '../quiz-allowance/quiz-exception.entity.ts';
import { grantException } from './grant-exception.ts';

export const quizExceptionRoutes = [
  route(contract.putQuizException, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const { lessonId, personId } = params;
    await lockStudy(db, personId);
    const quiz = await findLearnerQuiz(db, { courseId, lessonId, personId });
    const exception = await grantException(db, ctx, actor, quiz, body);
    const toName = await findPersonNames(db, [personId]);
    return { ...exception, name: toName(personId) };
  }),

  route(contract.deleteQuizException, { access: courses.read }, async ({ db, actor, params }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const { lessonId, personId } = params;
    const { enrolment } = await findLearnerQuiz(db, { courseId, lessonId, personId });
    await db.delete(QuizExceptionEntity, { enrolmentId: enrolment.id, lessonId });
  }),

  route(contract.listQuizExceptions, { access: courses.read }, async ({ db, actor, params, query }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
    const { lessonId } = params;
    if (!(await db.existsBy(LessonVersionEntity, { courseId, lessonId }))) throw fail(lessonNotFound);
    const exceptions = db.createQueryBuilder(QuizExceptionEntity, 'exception').where({ courseId, lessonId });
    const { rows, nextCursor } = await findPage(exceptions, query, { property: 'grantedAt', direction: 'DESC' });
    const ids = rows.map(({ personId }) => personId);
    const toName = await findPersonNames(db, ids);
    return { items: rows.map((row) => ({ ...row, name: toName(row.personId) })), nextCursor };
  }),
];

/** Fails with `person.not_found`, `lesson.not_found` and `lesson.no_quiz`. */
async function findLearnerQuiz(db: EntityManager, place: Parameters<typeof findLearnerLesson>[1]): Promise<LearnerLesson> {
  const learnerLesson = await findLearnerLesson(db, place);
  if (learnerLesson.lesson.type !== 'quiz') throw fail(lessonNoQuiz);
  return learnerLesson;
}
