import { defineJob, handle, type JobHandler } from '@lyceum/common/jobs';
import type { Storage } from '@lyceum/common/storage';
import { z } from 'zod';

export const deleteFiles = defineJob('program-generation.delete-files', z.object({ keys: z.array(z.string()) }), {
  attempts: 8,
  backoffMs: 5_000,
});

/** The store takes the deletion of what is not there for success, so a repeat begins anew. */
export function handleDeleteFiles({ storage }: { storage: Storage }): JobHandler {
  return handle(deleteFiles, async ({ keys }, { signal }) => {
    for (const key of keys) {
      signal.throwIfAborted();
      await storage.delete(key);
    }
  });
}
