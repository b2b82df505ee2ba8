import type { Context } from '@lyceum/common/context';
import { enqueue } from '@lyceum/common/outbox';
import type { EntityManager } from 'typeorm';
import { deleteFiles } from '../files/delete-files.job.ts';
import { transferEnd, uploadEnd } from '../files/upload-lifetime.ts';
import type { AttachmentRow } from './attachment.entity.ts';
import { attachmentKey } from './attachment-key.ts';

/** Orders the removal of a file, and another for what a slow upload puts there afterwards. */
export async function removeUpload(db: EntityManager, ctx: Context, attachment: AttachmentRow): Promise<void> {
  const removal = { keys: [attachmentKey(ctx.space, attachment.id)] };
  const first = uploadEnd(attachment, ctx);
  const last = transferEnd(attachment, ctx);
  await enqueue(db, ctx, deleteFiles, removal, { at: first });
  if (last > first) await enqueue(db, ctx, deleteFiles, removal, { at: last });
}
