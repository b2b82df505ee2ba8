import type { Context } from '@lyceum/common/context';
import { defineJob, handle } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { deleteFiles } from '../files/delete-files.job.ts';
import { AttachmentEntity, type AttachmentRow } from './attachment.entity.ts';
import { attachmentKey } from './attachment-key.ts';

const forgetUpload = defineJob('program-generation.forget-upload', z.object({ attachmentId: z.uuid() }), {
  attempts: 8,
  backoffMs: 5_000,
});

/** How long an upload may take to be completed. */
const patienceMs = 24 * 3_600_000;

export async function forgetLater(db: EntityManager, ctx: Context, { id, createdAt }: AttachmentRow): Promise<void> {
  await enqueue(db, ctx, forgetUpload, { attachmentId: id }, { at: new Date(createdAt.getTime() + patienceMs) });
}

/** Deletes what nobody has completed. */
export const handleForgetUpload = handle(forgetUpload, async ({ attachmentId: id }, { ctx, transact }) => {
  await transact(async (db) => {
    const { affected } = await db.delete(AttachmentEntity, { id, status: 'waiting' });
    if (affected) await enqueue(db, ctx, deleteFiles, { keys: [attachmentKey(ctx.space, id)] });
  });
});
