import type { Context } from '@lyceum/common/context';
import { defineJob, handle, type JobHandler } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import type { Storage } from '@lyceum/common/storage';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { ProgramRow } from '../program/program.entity.ts';
import { fileKey } from './export-file.ts';
import { ProgramExportEntity } from './program-export.entity.ts';

export const deleteFiles = defineJob('program-generation.delete-files', z.object({ keys: z.array(z.string()) }), {
  attempts: 8,
  backoffMs: 5_000,
});

/** Orders the removal of all files of a programme that is deleted in this transaction. */
export async function deleteFilesOf(db: EntityManager, ctx: Context, { id: programId }: ProgramRow): Promise<void> {
  const files = await db.findBy(ProgramExportEntity, { programId });
  if (files.length > 0) await enqueue(db, ctx, deleteFiles, { keys: files.map((file) => fileKey(ctx.space, file)) });
}

/** The store takes the deletion of what is not there for success, so a repeat begins anew. */
export function handleDeleteFiles({ storage }: { storage: Storage }): JobHandler {
  return handle(deleteFiles, async ({ keys }, { signal }) => {
    for (const key of keys) {
      signal.throwIfAborted();
      await storage.delete(key);
    }
  });
}
