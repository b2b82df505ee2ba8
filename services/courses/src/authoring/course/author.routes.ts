import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/courses/course';
import { courseOwnerStays, courses, personNotFound } from '@lyceum/contracts/courses/course';
import { PersonEntity } from '../../enrolling/person/person.entity.ts';
import { CourseAuthorEntity } from './course-author.entity.ts';
import { findCourse } from './find-course.ts';
import { presentCourse } from './present-course.ts';

export const authorRoutes = [
  route(contract.addAuthor, { access: courses.read }, async ({ db, actor, params }) => {
    const { courseId, personId } = params;
    const course = await findCourse(db, actor, courseId, { to: 'update', keep: true });
    if (!(await db.existsBy(PersonEntity, { id: personId }))) throw fail(personNotFound);
    await db.createQueryBuilder().insert().into(CourseAuthorEntity).values({ courseId, personId }).orIgnore().execute();
    return presentCourse(db, course);
  }),

  route(contract.removeAuthor, { access: courses.read }, async ({ db, actor, params }) => {
    const { courseId, personId } = params;
    const course = await findCourse(db, actor, courseId, { to: 'update' });
    if (personId === course.ownerId) throw fail(courseOwnerStays);
    const { affected } = await db.delete(CourseAuthorEntity, { courseId, personId });
    if (!affected) throw fail(personNotFound);
    return presentCourse(db, course);
  }),
];
