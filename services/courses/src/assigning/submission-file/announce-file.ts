import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import {
  type announceSubmissionFile,
  submissionFilesNotTaken,
  submissionStorageFull,
} from '@lyceum/contracts/courses/submission-file';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { findStudy, findStudyLesson, requireLearner } from '../../learning/gate/find-study.ts';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { requireAssignment } from '../submission/find-assignment.ts';
import { SubmissionFileEntity, type SubmissionFileRow } from '../submission/submission-file.entity.ts';

const maxFiles = 100;
const maxBytes = 200_000_000;

/**
 * Keeps what is announced. Fails with `lesson.locked`, `lesson.no_assignment`, `submission.files_not_taken` and
 * `submission.storage_full`.
 */
export async function announceFile(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  { courseId, lessonId }: { courseId: string; lessonId: string },
  announced: z.output<typeof announceSubmissionFile.body>,
): Promise<SubmissionFileRow> {
  await lockStudy(db, actor.id);
  const study = await findStudy(db, ctx, actor, courseId);
  const lesson = findStudyLesson(study, lessonId);
  const { id: enrolmentId } = requireLearner(study, lesson, ctx);
  const { takes } = await requireAssignment(db, lesson.versionId);
  if (takes.files === 0) throw fail(submissionFilesNotTaken);
  const count = await db.countBy(SubmissionFileEntity, { enrolmentId });
  const bytes = (await db.sum(SubmissionFileEntity, 'size', { enrolmentId })) ?? 0;
  if (count >= maxFiles || bytes + announced.size > maxBytes) throw fail(submissionStorageFull);
  const file: SubmissionFileRow = {
    ...announced,
    ...{ id: newId(), courseId, enrolmentId, personId: actor.id, lessonId },
    ...{ status: 'waiting', etag: null, createdAt: ctx.now() },
  };
  await db.insert(SubmissionFileEntity, file);
  return file;
}
