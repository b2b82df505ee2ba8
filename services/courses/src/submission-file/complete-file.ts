import type { Actor } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import type { StoredObject } from '@lyceum/common/storage';
import { submissionFileNotFound, submissionFileNotReady } from '@lyceum/contracts/courses/submission-parts';
import type { EntityManager } from 'typeorm';
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
  const ready = { status: 'ready', etag: requireAnnounced(file, stored) } as const;
  await db.update(SubmissionFileEntity, { id }, ready);
  return { ...file, ...ready };
}

/** Gives the mark of its content. */
function requireAnnounced({ size, type }: SubmissionFileRow, stored: StoredObject | undefined): string {
  if (stored?.etag === undefined) {
    throw fail(submissionFileNotReady, { detail: { en: 'The file is not uploaded yet.', ru: 'Файл ещё не загружен.' } });
  }
  if (stored.size !== size) {
    const detail = {
      en: `The file has ${stored.size} bytes, but ${size} were announced.`,
      ru: `Размер файла — ${stored.size} Б, а заявлено ${size} Б.`,
    };
    throw fail(submissionFileNotReady, { detail });
  }
  if (stored.contentType !== type) {
    const detail = { en: 'The file is of another type than was announced.', ru: 'Тип файла не тот, что заявлен.' };
    throw fail(submissionFileNotReady, { detail });
  }
  return stored.etag;
}
