import type { Actor } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { attachmentFailed, attachmentNotFound, attachmentNotReady } from '@lyceum/contracts/program-generation/attachment';
import { type EntityManager, In } from 'typeorm';
import { AttachmentEntity } from './attachment.entity.ts';

/**
 * Keeps the attachments from being deleted until the transaction ends. Fails with `attachment.not_found` when one is not the
 * actor's own, with `attachment.failed` when one could not be read and with `attachment.not_ready` when one has no text yet; the
 * pointers lead into a programme's order.
 */
export async function requireAttachments(db: EntityManager, actor: Actor, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const found = await db.find(AttachmentEntity, {
    where: { id: In([...ids]), ownerId: actor.id },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_read' },
  });
  const statuses = new Map(found.map(({ id, status }) => [id, status]));
  for (const [index, id] of ids.entries()) {
    const status = statuses.get(id) ?? 'missing';
    if (status === 'ready') continue;
    const problem = problems[status];
    throw fail(problem, { errors: [{ pointer: `/body/attachments/${index}`, message: problem.title }] });
  }
}

const problems = {
  missing: attachmentNotFound,
  waiting: attachmentNotReady,
  reading: attachmentNotReady,
  failed: attachmentFailed,
};
