import type { Actor } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import { courses } from '@lyceum/contracts/courses/course';
import { submissionNotFound } from '@lyceum/contracts/courses/grading';
import type { EntityManager } from 'typeorm';
import { CourseAuthorEntity } from '../../authoring/course/course-author.entity.ts';
import { isSubmitted, SubmissionEntity, type SubmittedRow } from '../submission/submission.entity.ts';

/** Work that was handed in, if the person may do this with its course. Fails with `submission.not_found`. */
export async function findSubmitted(
  db: EntityManager,
  actor: Actor,
  id: string,
  { to }: { to: 'teach' | 'update' },
): Promise<SubmittedRow> {
  const row = found(await db.findOneBy(SubmissionEntity, { id }), submissionNotFound);
  const { courseId } = row;
  const mayAny = actor.can(to === 'update' ? courses.updateAny : courses.readAny);
  if (!isSubmitted(row)) throw fail(submissionNotFound);
  if (!mayAny && !(await db.existsBy(CourseAuthorEntity, { courseId, personId: actor.id }))) throw fail(submissionNotFound);
  return row;
}
