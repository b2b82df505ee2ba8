import { fail, found } from '@lyceum/common/errors';
import { requireVersion, route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { courses } from '@lyceum/contracts/courses/course';
import { enrolmentNotFound, enrolments } from '@lyceum/contracts/courses/enrolment';
import * as contract from '@lyceum/contracts/courses/gradebook';
import { gradebookUnknownItem } from '@lyceum/contracts/courses/gradebook';
import { type EntityManager, Not } from 'typeorm';
import { LessonEntity } from '../../authoring/content/lesson.entity.ts';
import { findCourse } from '../../authoring/course/find-course.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { findGradebook } from './find-gradebook.ts';
import { GradebookEntity } from './gradebook.entity.ts';
import { readGradebook } from './read-gradebook.ts';

export const gradebookRoutes = [
  route(contract.getGradebookSettings, { access: courses.read }, async ({ db, actor, params }) => {
    const { id } = await findCourse(db, actor, params.courseId, { to: 'teach' });
    const { settings, version } = await findGradebook(db, id);
    return { ...settings, version };
  }),

  route(contract.putGradebookSettings, { access: courses.read }, async ({ db, actor, params, body, ifMatch }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update', lock: true });
    const { version } = await findGradebook(db, courseId);
    requireVersion(version, ifMatch);
    await requireKnown(db, courseId, body);
    const gradebook = { courseId, settings: body, version: version + 1 };
    await db.upsert(GradebookEntity, gradebook, ['spaceId', 'courseId']);
    return { ...body, version: gradebook.version };
  }),

  route(contract.getGradebook, { access: courses.read }, async ({ db, actor, params, query }) => {
    const course = await findCourse(db, actor, params.courseId, { to: 'teach' });
    const { rows, nextCursor } = await findPage(selectLearners(db, course.id, query.cohortId), query, {
      property: 'enrolledAt',
      direction: 'DESC',
    });
    const { lessons, learners } = await readGradebook(db, course, rows);
    return { items: learners, nextCursor, lessons };
  }),

  route(contract.getOwnGrades, { access: enrolments.own }, async ({ db, actor, params }) => {
    const course = await findCourse(db, actor, params.courseId, { to: 'read' });
    const where = { courseId: course.id, personId: actor.id };
    const enrolment = found(await db.findOneBy(EnrolmentEntity, where), enrolmentNotFound);
    const { lessons, learners } = await readGradebook(db, course, [enrolment]);
    const { percents, categories, total } = found(learners[0], enrolmentNotFound);
    return { lessons: lessons.map((lesson, index) => ({ ...lesson, percent: percents[index] ?? null })), categories, total };
  }),
];

/** Who is in a course and has not left it. */
export function selectLearners(db: EntityManager, courseId: string, cohortId: string | undefined) {
  const learners = db.createQueryBuilder(EnrolmentEntity, 'learner').where({ courseId, status: Not('ended') });
  return cohortId === undefined ? learners : learners.andWhere({ cohortId });
}

/** Fails with `gradebook.unknown_item`, which says where. */
async function requireKnown(
  db: EntityManager,
  courseId: string,
  { categories, items }: Pick<contract.GradebookSettings, 'categories' | 'items'>,
): Promise<void> {
  const drafts = await db.find(LessonEntity, { select: { id: true }, where: { courseId } });
  const versions = await db.find(LessonVersionEntity, { select: { lessonId: true }, where: { courseId } });
  const lessons = new Set([...drafts.map(({ id }) => id), ...versions.map(({ lessonId }) => lessonId)]);
  const known = new Set(categories.map(({ id }) => id));
  const errors = items.flatMap(({ lessonId, categoryId }, index) => [
    ...(lessons.has(lessonId) ? [] : [toError(`/body/items/${index}/lessonId`)]),
    ...(categoryId === null || known.has(categoryId) ? [] : [toError(`/body/items/${index}/categoryId`)]),
  ]);
  if (errors.length > 0) throw fail(gradebookUnknownItem, { errors });
}

const toError = (pointer: string) => ({ pointer, message: { en: 'It is not there', ru: 'Такого нет' } });
