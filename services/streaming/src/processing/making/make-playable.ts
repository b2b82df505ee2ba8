import { newId } from '@lyceum/common/database';
import type { JobRun } from '@lyceum/common/jobs';
import { enqueue, publish } from '@lyceum/common/outbox';
import { videoPlayable } from '@lyceum/contracts/streaming/video';
import { type EntityManager, Not } from 'typeorm';
import { toNextMoment } from '../../library/video/to-next-moment.ts';
import { VideoEntity, type VideoRow } from '../../library/video/video.entity.ts';
import { EncodingEntity, type EncodingRow } from '../encoding/encoding.entity.ts';
import { deleteEncoding, encodeRest } from '../encoding/encoding-jobs.ts';
import { changeEncoding, toFinished, Unwanted } from '../encoding/encoding-steps.ts';
import { RenditionEntity } from '../encoding/rendition.entity.ts';
import type { Rung } from '../ladder/choose-rungs.ts';
import { toSeconds } from '../ladder/encode-renditions.ts';
import type { MadeRendition } from '../ladder/publish-segments.ts';
import { toRenditionRow } from '../ladder/to-rendition-row.ts';
import type { Source } from '../probe/probe-source.ts';

interface FirstQuality {
  readonly source: Source;
  readonly rung: Rung;
  readonly made: readonly MadeRendition[];
}

/** Who watches what was played before goes on for as long as a playback lasts. */
const graceMs = 24 * 3_600_000;

/** What was made is played from now on, in the place of what was played before, which goes a day later. */
export async function makePlayable(
  run: JobRun,
  { id, videoId, runId }: EncodingRow,
  { source, rung, made }: FirstQuality,
): Promise<void> {
  const { ctx } = run;
  const durationSeconds = Math.max(...made.map(toSeconds));
  await run.transact(async (db) => {
    const video = await lockVideo(db, videoId, id);
    const occurredAt = toNextMoment(ctx, video);
    const bytes = made.reduce((sum, rendition) => sum + rendition.bytes, 0);
    await changeEncoding(db, { id, runId }, (row) => ({
      ...toFinished(ctx, row, 'first-quality'),
      ...{ durationSeconds, storedBytes: row.sourceBytes + bytes, playableAt: ctx.now() },
    }));
    for (const one of made) {
      const facts = toRenditionRow(one, one.name === rung.name ? rung : undefined, source.frameRate);
      await db.insert(RenditionEntity, { id: newId(), encodingId: id, ...facts });
    }
    const chapters = video.chapters.length > 0 ? video.chapters : [...source.chapters];
    const change = {
      currentEncodingId: id,
      status: 'playable' as const,
      chapters,
      updatedAt: occurredAt,
      version: video.version + 1,
    };
    await db.update(VideoEntity, { id: video.id }, change);
    await publish(db, ctx, videoPlayable, { videoId, title: video.title, durationSeconds, occurredAt });
    await enqueue(db, ctx, encodeRest, { encodingId: id });
    const others = await db.find(EncodingEntity, { select: { id: true }, where: { videoId, id: Not(id) } });
    const at = new Date(ctx.now().getTime() + graceMs);
    for (const other of others) await enqueue(db, ctx, deleteEncoding, { encodingId: other.id }, { at });
  });
}

/** Fails with `Unwanted` unless this is its newest file. */
async function lockVideo(db: EntityManager, id: string, encodingId: string): Promise<VideoRow> {
  const video = await db.findOne(VideoEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!video || video.deletedAt || video.newestEncodingId !== encodingId)
    throw new Unwanted('another file has come, or the video was deleted');
  return video;
}
