import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { enqueue } from '@lyceum/common/outbox';
import { processingNotFailed } from '@lyceum/contracts/streaming/processing';
import type { EntityManager } from 'typeorm';
import { findVideo } from '../../library/video/find-video.ts';
import { toNextMoment } from '../../library/video/to-next-moment.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { EncodingEntity, type EncodingRow } from '../encoding/encoding.entity.ts';
import { toNextJob } from '../encoding/encoding-jobs.ts';

/** Goes on from the step that failed; what is done is kept. */
export async function retryEncoding(db: EntityManager, ctx: Context, actor: Actor, videoId: string): Promise<EncodingRow> {
  const video = await findVideo(db, actor, videoId, { to: 'update', lock: true });
  const id = video.newestEncodingId;
  const lock = { mode: 'pessimistic_write' } as const;
  const encoding = id === null ? null : await db.findOne(EncodingEntity, { where: { id }, lock });
  if (encoding?.status !== 'failed') throw fail(processingNotFailed);
  const steps = encoding.steps.map((step) =>
    step.status === 'failed' ? { ...step, status: 'waiting' as const, startedAt: null, endedAt: null } : step,
  );
  const change = {
    steps,
    status: 'queued' as const,
    failureCode: null,
    failureStep: null,
    endedAt: null,
    runId: null,
    seenAt: ctx.now(),
    version: encoding.version + 1,
  };
  await db.update(EncodingEntity, { id: encoding.id }, change);
  if (video.currentEncodingId === null)
    await db.update(
      VideoEntity,
      { id: videoId },
      { status: 'processing', updatedAt: toNextMoment(ctx, video), version: video.version + 1 },
    );
  await enqueue(db, ctx, toNextJob(encoding), { encodingId: encoding.id });
  return { ...encoding, ...change };
}
