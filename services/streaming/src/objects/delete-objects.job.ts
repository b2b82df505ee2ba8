import type { Context } from '@lyceum/common/context';
import { defineJob, handle, type JobHandler } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import type { Storage } from '@lyceum/common/storage';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

const deleteObjectsJob = defineJob(
  'streaming.delete-objects',
  z.object({
    /** Whatever begins so goes: whole keys, or folders with a slash at their end. */
    prefixes: z.array(z.string()),
    /** Keys that something is being uploaded to in parts. */
    uploads: z.array(z.string()).default([]),
  }),
  { attempts: 12, backoffMs: 5_000 },
);

interface Leftovers {
  readonly prefixes: readonly string[];
  readonly uploads?: readonly string[];
}

/** Has objects of the space deleted and unfinished uploads forgotten, once this transaction is committed; not before `at`. */
export async function deleteObjects(
  db: EntityManager,
  ctx: Context,
  { prefixes, uploads = [] }: Leftovers,
  options: { at?: Date } = {},
): Promise<void> {
  await enqueue(db, ctx, deleteObjectsJob, { prefixes: [...prefixes], uploads: [...uploads] }, options);
}

/** The store takes the deletion of what is not there for success. */
export function handleDeleteObjects({ storage }: { storage: Storage }): JobHandler {
  return handle(deleteObjectsJob, async ({ prefixes, uploads }, { ctx }) => {
    const foreign = [...prefixes, ...uploads].find((key) => !key.startsWith(`${ctx.space}/`));
    if (foreign !== undefined) throw new Error(`${foreign} is not of the space ${ctx.space}`);
    for (const key of uploads) await storage.abortUploads(key);
    for (const prefix of prefixes) await storage.deleteAll(prefix);
  });
}
