import type { Context } from '@lyceum/common/context';
import { defineJob, handle } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import type { Storage } from '@lyceum/common/storage';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { toSourceKey } from '../../objects/object-keys.ts';

const job = defineJob('streaming.clear-upload', z.object({ uploadId: z.uuid(), keepsSource: z.boolean() }), {
  attempts: 10,
  backoffMs: 5_000,
});

/** Addresses of parts are valid for an hour, and a request that has begun ends within minutes. */
const untilNobodyWrites = 2 * 3_600_000;

/** Has what the store keeps of an upload deleted: now, and once more when nothing of it can be on its way any longer. */
export async function clearUpload(
  db: EntityManager,
  ctx: Context,
  uploadId: string,
  { keepsSource }: { keepsSource: boolean },
): Promise<void> {
  await enqueue(db, ctx, job, { uploadId, keepsSource });
  await enqueue(db, ctx, job, { uploadId, keepsSource }, { at: new Date(ctx.now().getTime() + untilNobodyWrites) });
}

/** The rows have gone, or say that the file is whole: whatever the store still has besides is left over. */
export const clearUploadJob = (storage: Storage) =>
  handle(job, async ({ uploadId, keepsSource }, { ctx }) => {
    const key = toSourceKey(ctx.space, uploadId);
    await storage.abortUploads(key);
    // Of tus: bytes that are fewer than a part may have.
    await storage.deleteAll(keepsSource ? `${key}.` : key);
  });
