import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { lessonNoQuiz } from '@lyceum/contracts/courses/attempt';
import { courses } from '@lyceum/contracts/courses/course';
import { lessonNotFound } from '@lyceum/contracts/courses/draft';
import * as contract from '@lyceum/contracts/courses/quiz-exception';
import { type EntityManager, In } from 'typeorm';
import { findCourse } from '../../authoring/course/find-course.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { PersonEntity } from '../../enrolling/person/person.entity.ts';
import { findLearnerLesson, type LearnerLesson } from '../../learning/gate/find-learner-lesson.ts';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { QuizExceptionEntity, type QuizExceptionRow } from '../quiz-allowance/quiz-exception.entity.ts';
import { grantException } from './grant-exception.ts';

export const quizExceptionRoutes = [
  route(contract.putQuizException, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const { lessonId, personId } = params;
    await lockStudy(db, personId);
    const quiz = await findLearnerQuiz(db, { courseId, lessonId, personId });
    const exception = await grantException(db, ctx, actor, quiz, body);
    const names = await findNames(db, [exception]);
    return { ...exception, name: names.get(personId) ?? '' };
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
    const names = await findNames(db, rows);
    return { items: rows.map((row) => ({ ...row, name: names.get(row.personId) ?? '' })), nextCursor };
  }),
];

async function findNames(db: EntityManager, rows: readonly QuizExceptionRow[]): Promise<ReadonlyMap<string, string>> {
  const people = await db.findBy(PersonEntity, { id: In(rows.map(({ personId }) => personId)) });
  return new Map(people.map(({ id, name }) => [id, name]));
}

/** Fails with `person.not_found`, `lesson.not_found` and `lesson.no_quiz`. */
async function findLearnerQuiz(db: EntityManager, place: Parameters<typeof findLearnerLesson>[1]): Promise<LearnerLesson> {
  const learnerLesson = await findLearnerLesson(db, place);
  if (learnerLesson.lesson.type !== 'quiz') throw fail(lessonNoQuiz);
  return learnerLesson;
}
