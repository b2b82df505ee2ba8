import { defineJob, handle, type JobHandler } from '@lyceum/common/jobs';
import type { Storage } from '@lyceum/common/storage';
import { z } from 'zod';

/** Where the file of an attachment is kept. */
export function attachmentKey(space: string, id: string): string {
  return `${space}/attachments/${id}`;
}

export const deleteAttachmentFile = defineJob('program-generation.delete-attachment-file', z.object({ attachmentId: z.uuid() }), {
  attempts: 8,
  backoffMs: 5_000,
});

/** The store takes the deletion of what is not there for success. */
export function handleDeleteAttachmentFile({ storage }: { storage: Storage }): JobHandler {
  return handle(deleteAttachmentFile, ({ attachmentId }, { ctx }) => storage.delete(attachmentKey(ctx.space, attachmentId)));
}
