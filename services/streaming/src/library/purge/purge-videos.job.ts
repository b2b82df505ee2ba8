import type { Context } from '@lyceum/common/context';
import { defineJob, handle, type JobRun, type Schedule } from '@lyceum/common/jobs';
import { type EntityManager, LessThanOrEqual } from 'typeorm';
import { z } from 'zod';
import { deleteObjects } from '../../objects/delete-objects.job.ts';
import { toCaptionKey, toEncodingPrefix, toSourceKey } from '../../objects/object-keys.ts';
import { EncodingEntity } from '../../processing/encoding/encoding.entity.ts';
import { UploadEntity } from '../../uploading/upload/upload.entity.ts';
import { CaptionEntity } from '../caption/caption.entity.ts';
import { VideoEntity } from '../video/video.entity.ts';

const job = defineJob('streaming.purge-videos', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const purgeVideosSchedule: Schedule = { job, everySeconds: 3_600 };

const batchSize = 100;

/** Deletes videos whose grace has ended, of all spaces: each in a transaction of its own, which has their objects deleted after it. */
export const purgeVideosJob = handle(job, (_payload, run) => run.inEachSpace(VideoEntity, purgeSpace));

async function purgeSpace({ ctx, signal, read, transact }: JobRun): Promise<void> {
  const where = { purgeAt: LessThanOrEqual(ctx.now()) };
  for (;;) {
    const batch = await read((db) =>
      db.find(VideoEntity, { select: { id: true }, where, order: { purgeAt: 'ASC' }, take: batchSize }),
    );
    for (const { id } of batch) {
      if (signal.aborted) return;
      await transact((db) => purge(db, ctx, id));
    }
    if (batch.length < batchSize) return;
  }
}

/** One that was restored meanwhile stays. */
async function purge(db: EntityManager, ctx: Context, id: string): Promise<void> {
  const where = { id, purgeAt: LessThanOrEqual(ctx.now()) };
  if (!(await db.findOne(VideoEntity, { where, lock: { mode: 'pessimistic_write' } }))) return;
  const encodings = await db.find(EncodingEntity, { select: { id: true }, where: { videoId: id } });
  const captions = await db.find(CaptionEntity, { select: { objectId: true }, where: { videoId: id } });
  const uploads = await db.find(UploadEntity, { select: { id: true }, where: { videoId: id } });
  const files = new Set([...encodings, ...uploads].map((file) => file.id));
  await db.delete(VideoEntity, { id });
  await deleteObjects(db, ctx, {
    prefixes: [
      ...[...files].flatMap((file) => [toSourceKey(ctx.space, file), toEncodingPrefix(ctx.space, file)]),
      ...captions.map(({ objectId }) => toCaptionKey(ctx.space, objectId)),
    ],
    uploads: uploads.map((upload) => toSourceKey(ctx.space, upload.id)),
  });
}
