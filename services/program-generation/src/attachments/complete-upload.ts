import type { Actor } from '@lyceum/common/auth';
import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { enqueue } from '@lyceum/common/outbox';
import type { StoredObject } from '@lyceum/common/storage';
import type { EntityManager } from 'typeorm';
import { AttachmentEntity, type AttachmentRow } from './attachment.entity.ts';
import { findAttachment } from './find-attachment.ts';
import { readAttachment } from './read-attachment.job.ts';

/** Queues the reading of a file, once. Fails with `attachment.not_found`, and `attachment.not_ready` when it is not as announced. */
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
  const reading = { status: 'reading', failure: null } as const;
  await db.update(AttachmentEntity, { id }, reading);
  await enqueue(db, ctx, readAttachment, { attachmentId: id });
  return { ...attachment, ...reading };
}

function requireAnnounced({ locale }: Context, { size }: AttachmentRow, file: StoredObject | undefined): void {
  if (!file) {
    throw fail('attachment.not_ready', { detail: { en: 'The file is not uploaded yet.', ru: 'Файл ещё не загружен.' }[locale] });
  }
  if (file.size !== size) {
    const detail = {
      en: `The file has ${file.size} bytes, but ${size} were announced.`,
      ru: `Размер файла — ${file.size} Б, а заявлено ${size} Б.`,
    }[locale];
    throw fail('attachment.not_ready', { detail });
  }
}
