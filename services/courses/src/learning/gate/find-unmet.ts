import { type EntityManager, In, IsNull, Not } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { CoursePrerequisiteEntity } from '../../authoring/course/course-prerequisite.entity.ts';
import { EnrolmentEntity, type EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';

interface UnmetCourse {
  readonly courseId: string;
  readonly title: string;
}

type Place = Pick<EnrolmentRow, 'courseId' | 'personId'>;

/** Courses that a person has to finish before the lessons of this one, and has not. */
export async function findUnmet(db: EntityManager, courseId: string, personId: string): Promise<UnmetCourse[]> {
  const findUnmetAt = await findAllUnmet(db, [{ courseId, personId }]);
  return findUnmetAt({ courseId, personId });
}

/** The same of many people and courses. */
export async function findAllUnmet(db: EntityManager, places: readonly Place[]): Promise<(place: Place) => UnmetCourse[]> {
  const required = await db.findBy(CoursePrerequisiteEntity, { courseId: In(places.map(({ courseId }) => courseId)) });
  if (required.length === 0) return () => [];
  const ids = In([...new Set(required.map(({ requiredId }) => requiredId))]);
  const finished = await db.find(EnrolmentEntity, {
    select: { courseId: true, personId: true },
    where: { personId: In(places.map(({ personId }) => personId)), courseId: ids, completedAt: Not(IsNull()) },
  });
  const met = new Set(finished.map(toKey));
  const courses = await db.find(CourseEntity, {
    select: { id: true, title: true },
    where: { id: ids },
    order: { title: 'ASC', id: 'ASC' },
  });
  return ({ courseId, personId }) => {
    const wanted = new Set(required.filter((one) => one.courseId === courseId).map(({ requiredId }) => requiredId));
    return courses
      .filter(({ id }) => wanted.has(id) && !met.has(toKey({ courseId: id, personId })))
      .map(({ id, title }) => ({ courseId: id, title }));
  };
}

const toKey = ({ courseId, personId }: Place) => `${courseId} ${personId}`;
