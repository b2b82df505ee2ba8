import type { Actor } from '@lyceum/common/context';
import { found } from '@lyceum/common/errors';
import type { StoredObject } from '@lyceum/common/storage';
import { submissionFileNotFound, submissionFileNotReady } from '@lyceum/contracts/courses/submission-parts';
import type { EntityManager } from 'typeorm';
import { requireAnnounced } from '../../authoring/upload/require-announced.ts';
import { SubmissionFileEntity, type SubmissionFileRow } from '../submission/submission-file.entity.ts';

/** Notes that a file is there, once. Fails with `submission_file.not_found` and, when it is not as announced, `submission_file.not_ready`. */
export async function completeFile(
  db: EntityManager,
  actor: Actor,
  id: string,
  stored: StoredObject | undefined,
): Promise<SubmissionFileRow> {
  const wanted = { where: { id, personId: actor.id }, lock: { mode: 'pessimistic_write' } } as const;
  const file = found(await db.findOne(SubmissionFileEntity, wanted), submissionFileNotFound);
  if (file.status === 'ready') return file;
  const ready = { status: 'ready', etag: requireAnnounced(file, stored, submissionFileNotReady) } as const;
  await db.update(SubmissionFileEntity, { id }, ready);
  return { ...file, ...ready };
}
