import type { JobRun } from '@lyceum/common/jobs';
import { publish } from '@lyceum/common/outbox';
import type { Storage } from '@lyceum/common/storage';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { ProcessingFailure } from '@lyceum/contracts/streaming/processing';
import type { EntityManager } from 'typeorm';
import { toNextMoment } from '../../library/video/to-next-moment.ts';
import { VideoEntity, type VideoRow } from '../../library/video/video.entity.ts';
import { deleteObjects } from '../../objects/delete-objects.job.ts';
import { toEncodingPrefix, toRenditionKey, toSourceKey } from '../../objects/object-keys.ts';
import { EncodingEntity, type EncodingRow } from '../encoding/encoding.entity.ts';
import { type Claimed, isOpen } from '../encoding/encoding-steps.ts';
import { RenditionEntity } from '../encoding/rendition.entity.ts';
import { videoFailedMail } from '../failures/video-failed.mail.ts';
import { chooseRungs } from '../ladder/choose-rungs.ts';
import { audioName } from '../ladder/ladder-arguments.ts';
import { noteReady, toEnded } from './end-well.ts';

/**
 * Ends an encoding that is worked on with its reason, mails it to the owner, and takes away what is half made. What is played goes on. With the
 * id of a run it ends nothing that another run has. One of which every step is done has ended well, though nobody came to say so.
 */
export async function failEncoding(
  { storage }: { storage: Storage },
  run: JobRun,
  { id, runId }: Ended,
  code: ProcessingFailure,
): Promise<void> {
  const unfinished = await run.transact(async (db) => {
    const encoding = await lockBoth(db, id);
    if (!encoding || !isOpen(encoding.row)) return [];
    const { row, video } = encoding;
    if (runId !== undefined && row.runId !== runId) return [];
    const failed = row.steps.find(({ status }) => status === 'running') ?? row.steps.find(({ status }) => status !== 'done');
    if (!failed) {
      await db.update(EncodingEntity, { id }, { ...toEnded(run.ctx), version: row.version + 1 });
      await noteReady(db, run.ctx, video, id);
      return [];
    }
    const endedAt = run.ctx.now();
    const step = { ...failed, status: 'failed' as const, endedAt: endedAt.toISOString() };
    const steps = row.steps.map((one) => (one.name === failed.name ? step : one));
    const failure = { status: 'failed' as const, failureCode: code, failureStep: failed.name };
    await db.update(EncodingEntity, { id }, { ...failure, steps, endedAt, version: row.version + 1 });
    const hasAnythingElse = video.currentEncodingId !== null || video.newestEncodingId !== id;
    const status = hasAnythingElse ? video.status : 'failed';
    await db.update(
      VideoEntity,
      { id: video.id },
      { status, updatedAt: toNextMoment(run.ctx, video), version: video.version + 1 },
    );
    const isWanted = video.deletedAt === null && video.newestEncodingId === id;
    if (isWanted) await publish(db, run.ctx, mailRequested, createMail(video, code));
    return findUnfinished(db, row);
  });
  for (const name of unfinished) await storage.deleteAll(toRenditionKey(run.ctx.space, id, name, ''));
}

const createMail = ({ id: videoId, ownerId, title, currentEncodingId }: VideoRow, code: ProcessingFailure) =>
  videoFailedMail({ accountId: ownerId, data: { videoId, title, code, isPlayable: currentEncodingId !== null } });

/** Work for a video that was deleted is ended, so that it can be tried again when that is restored; of one that is gone nothing stays. */
export async function dropUnwanted(tools: { storage: Storage }, run: JobRun, ended: Ended): Promise<void> {
  await failEncoding(tools, run, ended, 'interrupted');
  const { ctx } = run;
  await run.transact(async (db) => {
    if (await db.existsBy(EncodingEntity, { id: ended.id })) return;
    await deleteObjects(db, ctx, { prefixes: [toEncodingPrefix(ctx.space, ended.id), toSourceKey(ctx.space, ended.id)] });
  });
}

/** Without `runId` whoever works on it. */
type Ended = Pick<EncodingRow, 'id'> & Partial<Claimed>;

/** In the order in which everybody locks them. */
async function lockBoth(db: EntityManager, id: string): Promise<{ row: EncodingRow; video: VideoRow } | null> {
  const lock = { mode: 'pessimistic_write' } as const;
  const found = await db.findOneBy(EncodingEntity, { id });
  const video = found && (await db.findOne(VideoEntity, { where: { id: found.videoId }, lock }));
  const row = video && (await db.findOne(EncodingEntity, { where: { id }, lock }));
  return row ? { row, video } : null;
}

async function findUnfinished(db: EntityManager, { id, width, height }: EncodingRow): Promise<string[]> {
  if (width === null || height === null) return [];
  const whole = await db.find(RenditionEntity, { select: { id: true, name: true }, where: { encodingId: id } });
  const names = [audioName, ...chooseRungs({ width, height }).map(({ name }) => name)];
  return names.filter((name) => whole.every((rendition) => rendition.name !== name));
}
