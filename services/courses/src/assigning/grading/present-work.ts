import { type EntityManager, In } from 'typeorm';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { findPersonNames } from '../../enrolling/person/find-person-names.ts';
import { summarizeReviews } from '../peer-review/summarize-reviews.ts';
import { requireAssignment } from '../submission/find-assignment.ts';
import type { SubmittedRow } from '../submission/submission.entity.ts';
import { findFiles } from '../submission-file/find-files.ts';

/** With the names and cohorts of their learners. */
export async function presentItems(db: EntityManager, rows: readonly SubmittedRow[]) {
  const findLearner = await findLearners(db, rows);
  const summarize = await summarizeReviews(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, ...findLearner(row), ...summarize(row.id) }));
}

/** Work with all that a teacher needs to grade it. */
export async function presentWork(db: EntityManager, row: SubmittedRow) {
  const findLearner = await findLearners(db, [row]);
  const summarize = await summarizeReviews(db, [row.id]);
  const { rubric } = await requireAssignment(db, row.versionId);
  const listFiles = await findFiles(db, [row]);
  return { ...row, ...findLearner(row), ...summarize(row.id), rubric, files: listFiles(row) };
}

async function findLearners(db: EntityManager, rows: readonly SubmittedRow[]) {
  const personIds = rows.map(({ personId }) => personId);
  const toName = await findPersonNames(db, personIds);
  const enrolments = await db.findBy(EnrolmentEntity, { id: In(rows.map(({ enrolmentId }) => enrolmentId)) });
  const cohorts = new Map(enrolments.map(({ id, cohortId }) => [id, cohortId]));
  return ({ personId, enrolmentId }: SubmittedRow) => ({
    name: toName(personId),
    cohortId: cohorts.get(enrolmentId) ?? null,
  });
}
