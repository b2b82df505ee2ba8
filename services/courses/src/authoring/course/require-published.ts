import { fail } from '@lyceum/common/errors';
import { courseWrongStatus } from '@lyceum/contracts/courses/course';
import type { CourseRow } from './course.entity.ts';

/** Fails with `course.wrong_status` where nobody enrols: in a draft and in an archived course. */
export function requirePublished({ status }: Pick<CourseRow, 'status'>): void {
  if (status !== 'published') throw fail(courseWrongStatus);
}
