import { newId } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { lessonNoQuiz } from '@lyceum/contracts/courses/attempt';
import { courses, personNotFound } from '@lyceum/contracts/courses/course';
import { lessonNotFound } from '@lyceum/contracts/courses/draft';
import * as contract from '@lyceum/contracts/courses/quiz-exception';
import { type EntityManager, In } from 'typeorm';
import { findCourse } from '../../authoring/course/find-course.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { listLessons } from '../../authoring/revision/outline.ts';
import { RevisionEntity } from '../../authoring/revision/revision.entity.ts';
import { EnrolmentEntity, type EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import { PersonEntity } from '../../enrolling/person/person.entity.ts';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { QuizExceptionEntity, type QuizExceptionRow } from '../quiz-allowance/quiz-exception.entity.ts';
import { lengthenAttempts } from './lengthen-attempts.ts';

export const quizExceptionRoutes = [
  route(contract.putQuizException, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const { lessonId, personId } = params;
    await lockStudy(db, personId);
    const enrolment = await findEnrolment(db, { courseId, lessonId, personId });
    const { id: enrolmentId } = enrolment;
    const known = await db.findOneBy(QuizExceptionEntity, { enrolmentId, lessonId });
    const exception: QuizExceptionRow = {
      ...{ id: known?.id ?? newId(), courseId, lessonId, enrolmentId, personId },
      ...{ ...body, grantedBy: actor.id, grantedAt: ctx.now() },
    };
    await db.upsert(QuizExceptionEntity, exception, ['id']);
    await lengthenAttempts(db, ctx, enrolment, { lessonId });
    const names = await findNames(db, [exception]);
    return { ...exception, name: names.get(personId) ?? '' };
  }),

  route(contract.deleteQuizException, { access: courses.read }, async ({ db, actor, params }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const { lessonId, personId } = params;
    const { id: enrolmentId } = await findEnrolment(db, { courseId, lessonId, personId });
    await db.delete(QuizExceptionEntity, { enrolmentId, lessonId });
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

/** Of a learner who has this quiz. Fails with `person.not_found`, `lesson.not_found` and `lesson.no_quiz`. */
async function findEnrolment(
  db: EntityManager,
  { courseId, lessonId, personId }: { courseId: string; lessonId: string; personId: string },
): Promise<EnrolmentRow> {
  const enrolment = found(await db.findOneBy(EnrolmentEntity, { courseId, personId }), personNotFound);
  const { outline } = await db.findOneByOrFail(RevisionEntity, { id: enrolment.revisionId });
  const lesson = listLessons(outline).find(({ id }) => id === lessonId);
  if (found(lesson, lessonNotFound).type !== 'quiz') throw fail(lessonNoQuiz);
  return enrolment;
}
