import type { Actor } from '@lyceum/common/auth';
import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { enqueue } from '@lyceum/common/outbox';
import { type EntityManager, LessThanOrEqual } from 'typeorm';
import { deleteFiles } from '../export/delete-files.job.ts';
import { ProgramEntity } from '../program/program.entity.ts';
import { AttachmentEntity } from './attachment.entity.ts';
import { attachmentKey } from './attachment-key.ts';
import { AttachmentRemovalEntity } from './attachment-removal.entity.ts';
import { findAttachment } from './find-attachment.ts';
import { uploadEnd } from './upload-lifetime.ts';

/** Deletes it and orders the removal of its file. Fails with `attachment.not_found` and `attachment.in_use`. */
export async function deleteAttachment(db: EntityManager, ctx: Context, actor: Actor, id: string): Promise<void> {
  // Programmes that are being ordered hold a lock on what they name, so none is overlooked.
  const attachment = await findAttachment(db, actor, id, { lock: true });
  const used = await db
    .createQueryBuilder(ProgramEntity, 'program')
    .where('program.ownerId = :owner', { owner: actor.id })
    .andWhere("program.request -> 'attachments' @> to_jsonb(:id::text)", { id })
    .getExists();
  if (used) throw fail('attachment.in_use');
  await db.delete(AttachmentEntity, { id });
  // Until then the address still takes an upload.
  const at = uploadEnd(attachment, ctx);
  await db.delete(AttachmentRemovalEntity, { ownerId: actor.id, until: LessThanOrEqual(ctx.now()) });
  if (at > ctx.now()) await db.insert(AttachmentRemovalEntity, { id, ownerId: actor.id, size: attachment.size, until: at });
  await enqueue(db, ctx, deleteFiles, { keys: [attachmentKey(ctx.space, id)] }, { at });
}
