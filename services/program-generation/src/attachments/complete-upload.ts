import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { enqueue } from '@lyceum/common/outbox';
import type { StoredObject } from '@lyceum/common/storage';
import { attachmentNotReady } from '@lyceum/contracts/program-generation/attachment';
import { rateLimited } from '@lyceum/contracts/shared/common-problems';
import type { EntityManager } from 'typeorm';
import { AttachmentEntity, type AttachmentRow } from './attachment.entity.ts';
import { findAttachment } from './find-attachment.ts';
import { readAttachment } from './read-attachment.job.ts';

/** Files of one person that may wait to be read. */
const maxWaiting = 20;

/**
 * Queues the reading of a file, once. Fails with `attachment.not_found`, with `attachment.not_ready` when it is not as announced,
 * and with `rate.limited` while too many of the person wait.
 */
export async function completeUpload(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  id: string,
  file: StoredObject | undefined,
): Promise<AttachmentRow> {
  const attachment = await findAttachment(db, actor, id, { lock: true });
  if (attachment.status !== 'waiting' && attachment.failure !== 'internal') return attachment;
  requireAnnounced(ctx, attachment, file);
  await requirePatience(db, ctx, actor);
  const reading = { status: 'reading', failure: null } as const;
  await db.update(AttachmentEntity, { id }, reading);
  await enqueue(db, ctx, readAttachment, { attachmentId: id });
  return { ...attachment, ...reading };
}

/** Whoever completes several at once waits here for themselves. */
async function requirePatience(db: EntityManager, { locale, space }: Context, { id: ownerId }: Actor): Promise<void> {
  await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`files waiting ${space} ${ownerId}`]);
  const waiting = await db.countBy(AttachmentEntity, { ownerId, status: 'reading' });
  if (waiting < maxWaiting) return;
  const detail = {
    en: `${waiting} of your files are being read. Wait until some are done.`,
    ru: `Ваших файлов в обработке: ${waiting}. Дождитесь, пока часть из них будет прочитана.`,
  }[locale];
  throw fail(rateLimited, { detail, retryAfter: 5 });
}

function requireAnnounced({ locale }: Context, { size }: AttachmentRow, file: StoredObject | undefined): void {
  if (!file) {
    throw fail(attachmentNotReady, { detail: { en: 'The file is not uploaded yet.', ru: 'Файл ещё не загружен.' }[locale] });
  }
  if (file.size !== size) {
    const detail = {
      en: `The file has ${file.size} bytes, but ${size} were announced.`,
      ru: `Размер файла — ${file.size} Б, а заявлено ${size} Б.`,
    }[locale];
    throw fail(attachmentNotReady, { detail });
  }
}
