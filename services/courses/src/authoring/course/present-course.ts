import type { course as contract } from '@lyceum/contracts/courses/course';
import { type EntityManager, In } from 'typeorm';
import type { z } from 'zod';
import { CourseEntity, type CourseRow } from './course.entity.ts';
import { CourseAuthorEntity } from './course-author.entity.ts';
import { CoursePrerequisiteEntity } from './course-prerequisite.entity.ts';

/** The card with what stands in other tables. */
export async function presentCourse(db: EntityManager, course: CourseRow): Promise<z.input<typeof contract>> {
  const { id: courseId } = course;
  const authors = await db.find(CourseAuthorEntity, { where: { courseId }, order: { personId: 'ASC' } });
  const required = await db.findBy(CoursePrerequisiteEntity, { courseId });
  const prerequisites =
    required.length === 0
      ? []
      : await db.find(CourseEntity, {
          select: { id: true, title: true },
          where: { id: In(required.map(({ requiredId }) => requiredId)) },
          order: { title: 'ASC', id: 'ASC' },
        });
  return { ...course, authors: authors.map(({ personId }) => personId), prerequisites };
}
