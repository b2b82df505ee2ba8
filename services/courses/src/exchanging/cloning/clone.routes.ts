import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/courses/course';
import { courses } from '@lyceum/contracts/courses/course';
import { findCourse } from '../../authoring/course/find-course.ts';
import { presentCourse } from '../../authoring/course/present-course.ts';
import { cloneCourse } from './clone-course.ts';

export const cloneRoutes = [
  route(contract.cloneCourse, { access: courses.create }, async ({ db, ctx, actor, params, body }) => {
    const original = await findCourse(db, actor, params.courseId, { to: 'teach' });
    return presentCourse(db, await cloneCourse(db, ctx, actor, original, body.title));
  }),
];
