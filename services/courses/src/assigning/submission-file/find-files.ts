import type { Actor } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import { submissionFileNotFound, submissionFileNotReady } from '@lyceum/contracts/courses/submission-parts';
import { type EntityManager, In } from 'typeorm';
import { canTeach } from '../../authoring/course/find-course.ts';
import { SubmissionEntity, type SubmissionRow } from '../submission/submission.entity.ts';
import { SubmissionFileEntity, type SubmissionFileRow } from '../submission/submission-file.entity.ts';

/** A file of one's own, or of work that was handed in and that one teaches. Fails with `submission_file.not_found`. */
export async function findReadableFile(db: EntityManager, actor: Actor, id: string): Promise<SubmissionFileRow> {
  const file = found(await db.findOneBy(SubmissionFileEntity, { id }), submissionFileNotFound);
  if (file.personId === actor.id) return file;
  if (!(await canTeach(db, actor, file.courseId)) || !(await isHandedIn(db, file))) throw fail(submissionFileNotFound);
  return file;
}

function isHandedIn(db: EntityManager, { id, enrolmentId }: SubmissionFileRow): Promise<boolean> {
  return db
    .createQueryBuilder(SubmissionEntity, 'submission')
    .where({ enrolmentId })
    .andWhere("submission.status <> 'draft' AND :id = ANY(submission.fileIds)", { id })
    .getExists();
}

/**
 * Requires files to be the learner's own of this assignment, and uploaded. Fails with `submission_file.not_found` and
 * `submission_file.not_ready`.
 */
export async function requireFiles(
  db: EntityManager,
  { enrolmentId, lessonId }: Pick<SubmissionFileRow, 'enrolmentId' | 'lessonId'>,
  ids: readonly string[],
): Promise<void> {
  const files = await db.findBy(SubmissionFileEntity, { id: In(ids), enrolmentId, lessonId });
  for (const [index, id] of ids.entries()) {
    const problem = findProblem(files.find((file) => file.id === id));
    if (problem) throw fail(problem, { errors: [{ pointer: `/body/files/${index}`, message: problem.title }] });
  }
}

function findProblem(file: SubmissionFileRow | undefined) {
  if (!file) return submissionFileNotFound;
  return file.status === 'ready' ? null : submissionFileNotReady;
}

/** The files of each of these submissions, in their order. */
export async function findFiles(
  db: EntityManager,
  submissions: readonly Pick<SubmissionRow, 'fileIds'>[],
): Promise<(submission: Pick<SubmissionRow, 'fileIds'>) => SubmissionFileRow[]> {
  const rows = await db.findBy(SubmissionFileEntity, { id: In(submissions.flatMap(({ fileIds }) => fileIds)) });
  const files = new Map(rows.map((row) => [row.id, row]));
  return ({ fileIds }) => fileIds.flatMap((id) => files.get(id) ?? []);
}
