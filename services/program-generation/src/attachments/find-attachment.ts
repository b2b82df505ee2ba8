import type { Actor } from '@lyceum/common/context';
import { found } from '@lyceum/common/errors';
import { attachmentNotFound } from '@lyceum/contracts/program-generation/attachment';
import type { EntityManager } from 'typeorm';
import { AttachmentEntity, type AttachmentRow } from './attachment.entity.ts';

/** An attachment of the actor's own; everybody else's does not exist, for staff too. Fails with `attachment.not_found`. */
export async function findAttachment(
  db: EntityManager,
  actor: Actor,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<AttachmentRow> {
  return found(
    await db.findOne(AttachmentEntity, {
      where: { id, ownerId: actor.id },
      ...(lock && { lock: { mode: 'pessimistic_write' } }),
    }),
    attachmentNotFound,
  );
}
