import { type EntityManager, In, IsNull, Not } from 'typeorm';
import { CourseEntity } from '../course/course.entity.ts';
import { CoursePrerequisiteEntity } from '../course/course-prerequisite.entity.ts';
import { EnrolmentEntity } from '../enrolment/enrolment.entity.ts';

/** Courses that a person has to finish before the lessons of this one, and has not. */
export async function findUnmet(
  db: EntityManager,
  courseId: string,
  personId: string,
): Promise<{ courseId: string; title: string }[]> {
  const required = await db.findBy(CoursePrerequisiteEntity, { courseId });
  if (required.length === 0) return [];
  const ids = required.map(({ requiredId }) => requiredId);
  const finished = await db.find(EnrolmentEntity, {
    select: { courseId: true },
    where: { personId, courseId: In(ids), completedAt: Not(IsNull()) },
  });
  const met = new Set(finished.map((enrolment) => enrolment.courseId));
  const unmet = await db.find(CourseEntity, {
    select: { id: true, title: true },
    where: { id: In(ids.filter((id) => !met.has(id))) },
    order: { title: 'ASC', id: 'ASC' },
  });
  return unmet.map(({ id, title }) => ({ courseId: id, title }));
}
