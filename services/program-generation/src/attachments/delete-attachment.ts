import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { attachmentInUse } from '@lyceum/contracts/program-generation/attachment';
import { type EntityManager, LessThanOrEqual } from 'typeorm';
import { transferEnd } from '../files/upload-lifetime.ts';
import { ProgramEntity } from '../program/program.entity.ts';
import { AttachmentEntity } from './attachment.entity.ts';
import { AttachmentRemovalEntity } from './attachment-removal.entity.ts';
import { findAttachment } from './find-attachment.ts';
import { removeUpload } from './remove-upload.ts';

/** Deletes it and orders the removal of its file. Fails with `attachment.not_found` and `attachment.in_use`. */
export async function deleteAttachment(db: EntityManager, ctx: Context, actor: Actor, id: string): Promise<void> {
  // Programmes that are being ordered hold a lock on what they name, so none is overlooked.
  const attachment = await findAttachment(db, actor, id, { lock: true });
  const used = await db
    .createQueryBuilder(ProgramEntity, 'program')
    .where('program.ownerId = :owner', { owner: actor.id })
    .andWhere("program.request -> 'attachments' @> to_jsonb(:id::text)", { id })
    .getExists();
  if (used) throw fail(attachmentInUse);
  await db.delete(AttachmentEntity, { id });
  // Until then an upload may still go on.
  const until = transferEnd(attachment, ctx);
  await db.delete(AttachmentRemovalEntity, { ownerId: actor.id, until: LessThanOrEqual(ctx.now()) });
  if (until > ctx.now()) await db.insert(AttachmentRemovalEntity, { id, ownerId: actor.id, size: attachment.size, until });
  await removeUpload(db, ctx, attachment);
}
