import { defineJob, handle, type JobHandler } from '@lyceum/common/jobs';
import type { Storage } from '@lyceum/common/storage';
import { z } from 'zod';
import { toSubmissionFileKey } from './submission-file-key.ts';

export const deleteFile = defineJob('courses.delete-submission-file', z.object({ fileId: z.uuid() }), {
  attempts: 8,
  backoffMs: 5_000,
});

/** The store takes the deletion of what is not there for success, so a repeat does no harm. */
export function handleDeleteFile({ storage }: { storage: Storage }): JobHandler {
  return handle(deleteFile, ({ fileId }, { ctx }) => storage.delete(toSubmissionFileKey(ctx.space, fileId)));
}
