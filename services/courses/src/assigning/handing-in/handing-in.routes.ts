import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/courses/assignment';
import { enrolments } from '@lyceum/contracts/courses/enrolment';
import type { EntityManager } from 'typeorm';
import { findStudy, findStudyLesson, requireLearner } from '../../learning/gate/find-study.ts';
import { findAssignment } from '../submission/find-assignment.ts';
import { findDue } from '../submission/find-due.ts';
import { SubmissionEntity, type SubmissionRow } from '../submission/submission.entity.ts';
import { findFiles } from '../submission-file/find-files.ts';
import { countLeft, listRound } from './list-round.ts';
import { saveDraft } from './save-draft.ts';
import { submitDraft } from './submit-draft.ts';

export const handingInRoutes = [
  route(contract.getSubmission, { access: enrolments.own }, async ({ db, ctx, actor, params }) => {
    const study = await findStudy(db, ctx, actor, params.courseId);
    const lesson = findStudyLesson(study, params.lessonId);
    const { id: lessonId } = lesson;
    const rows = study.enrolment ? await findSubmissions(db, study.enrolment.id, lessonId) : [];
    if (rows.length === 0) requireLearner(study, lesson, ctx);
    const assignment = await findAssignment(db, lesson.versionId);
    const [current = null, ...earlier] = await presentSubmissions(db, rows);
    return {
      dueAt: assignment && (await findDue(db, assignment, study.enrolment, lessonId)),
      left: assignment && countLeft(assignment, listRound(rows, study.progress.get(lessonId))),
      current,
      earlier,
    };
  }),

  route(contract.saveSubmission, { access: enrolments.own }, async ({ db, ctx, actor, params, body }) => {
    const { text, link, files: fileIds } = body;
    return presentSubmission(db, await saveDraft(db, ctx, actor, params, { text, link, fileIds }));
  }),

  route(contract.submitWork, { access: enrolments.own }, async ({ db, ctx, actor, params }) =>
    presentSubmission(db, await submitDraft(db, ctx, actor, params)),
  ),
];

/** The last first. */
function findSubmissions(db: EntityManager, enrolmentId: string, lessonId: string): Promise<SubmissionRow[]> {
  return db.find(SubmissionEntity, { where: { enrolmentId, lessonId }, order: { number: 'DESC' } });
}

async function presentSubmissions(db: EntityManager, rows: readonly SubmissionRow[]) {
  const listFiles = await findFiles(db, rows);
  return rows.map((row) => ({ ...row, files: listFiles(row) }));
}

async function presentSubmission(db: EntityManager, row: SubmissionRow) {
  const listFiles = await findFiles(db, [row]);
  return { ...row, files: listFiles(row) };
}
