import { defineJob, handle, type JobHandler, type JobRun } from '@lyceum/common/jobs';
import type { Storage } from '@lyceum/common/storage';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { AttachmentEntity, type AttachmentRow } from './attachment.entity.ts';
import { attachmentKey } from './attachment-key.ts';
import type { Extractor } from './extraction/create-extractor.ts';
import { removeUpload } from './remove-upload.ts';

export const readAttachment = defineJob('program-generation.read-attachment', z.object({ attachmentId: z.uuid() }), {
  attempts: 8,
  backoffMs: 5_000,
  // Each is a process of up to 0.6 GB.
  places: { perProcess: 2, perPerson: 1 },
});

type Outcome = Pick<AttachmentRow, 'status' | 'failure' | 'text' | 'characters' | 'cut' | 'warnings'>;

/** Keeps the text of a file that was uploaded, or why there is none. What fails but for the file is tried again. */
export function handleReadAttachment(parts: { storage: Storage; extract: Extractor }): JobHandler {
  return handle(
    readAttachment,
    async ({ attachmentId: id }, run) => {
      const { ctx, read, transact } = run;
      const attachment = await read((db) => db.findOneBy(AttachmentEntity, { id, status: 'reading' }));
      if (!attachment) return;
      try {
        const outcome = await readFile(parts, run, attachment);
        await transact(async (db) => {
          const isEnded = await end(db, id, outcome);
          // Nobody can do anything with it. What failed for our reasons is read again when its owner wishes.
          const isUseless = outcome.status === 'failed' && outcome.failure !== 'internal';
          if (isEnded && isUseless) await removeUpload(db, ctx, attachment);
        });
      } catch (error) {
        if (run.isFinal(error)) await transact((db) => end(db, id, failed('internal')));
        throw error;
      }
    },
    {
      giveUp: ({ attachmentId }, { transact }) => transact((db) => end(db, attachmentId, failed('internal'))),
    },
  );
}

/** False when it has ended already. */
async function end(db: EntityManager, id: string, outcome: Outcome): Promise<boolean> {
  const { affected } = await db.update(AttachmentEntity, { id, status: 'reading' }, outcome);
  return affected === 1;
}

async function readFile(
  { storage, extract }: { storage: Storage; extract: Extractor },
  { ctx, signal }: JobRun,
  attachment: AttachmentRow,
): Promise<Outcome> {
  const { id, type, size } = attachment;
  const key = attachmentKey(ctx.space, id);
  // The address for the upload may work longer than it took: the file may have been replaced since.
  if ((await storage.head(key))?.size !== size) return failed('missing');
  const extraction = await extract({ type, bytes: await storage.get(key, { maxBytes: size }) }, signal);
  if ('text' in extraction) {
    const { text, cut, warnings } = extraction;
    return { status: 'ready', failure: null, text, characters: text.length, cut, warnings: [...warnings] };
  }
  ctx.log.info({ attachmentId: id, reason: extraction.reason }, 'attachment cannot be read');
  return failed(extraction.failure);
}

function failed(failure: NonNullable<AttachmentRow['failure']>): Outcome {
  return { status: 'failed', failure, text: null, characters: null, cut: false, warnings: [] };
}
