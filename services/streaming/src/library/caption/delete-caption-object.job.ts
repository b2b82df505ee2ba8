import type { Context } from '@lyceum/common/context';
import { defineJob, handle, type JobHandler } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import type { Storage } from '@lyceum/common/storage';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { toCaptionKey } from '../../objects/object-keys.ts';
import { CaptionEntity } from './caption.entity.ts';

const deleteCaptionObject = defineJob('streaming.delete-caption-object', z.object({ objectId: z.uuid() }), {
  attempts: 12,
  backoffMs: 5_000,
});

/** Players that have begun may still ask for it. */
const patienceMs = 86_400_000;

/** Has a text deleted in a day, unless captions have it then: one that was replaced, or that never came to be used. */
export async function forgetCaption(db: EntityManager, ctx: Context, objectId: string): Promise<void> {
  await enqueue(db, ctx, deleteCaptionObject, { objectId }, { at: new Date(ctx.now().getTime() + patienceMs) });
}

export function handleDeleteCaptionObject({ storage }: { storage: Storage }): JobHandler {
  return handle(deleteCaptionObject, async ({ objectId }, { ctx, read }) => {
    if (await read((db) => db.existsBy(CaptionEntity, { objectId }))) return;
    await storage.delete(toCaptionKey(ctx.space, objectId));
  });
}
