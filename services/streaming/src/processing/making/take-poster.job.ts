import { join } from 'node:path';
import { handle, type JobHandler } from '@lyceum/common/jobs';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { deleteObjects } from '../../objects/delete-objects.job.ts';
import { toPosterKey } from '../../objects/object-keys.ts';
import { EncodingEntity } from '../encoding/encoding.entity.ts';
import { takePoster } from '../encoding/encoding-jobs.ts';
import { findRendition } from '../encoding/find-rendition.ts';
import { fetchRendition } from '../ladder/fetch-rendition.ts';
import { takePicture } from '../pictures/make-pictures.ts';
import { withScratchFolder } from '../scratch/scratch-folder.ts';
import type { EncodingTools } from './run-encoding.ts';

/** Takes the picture out of the best quality that is whole; of that only the segment is fetched that the second lies in. */
export function handleTakePoster({ storage, masterKeys, ffmpeg, config }: EncodingTools): JobHandler {
  return handle(takePoster, async ({ encodingId: id, second }, { ctx, read, transact, signal }) => {
    const encoding = await read((db) => db.findOneBy(EncodingEntity, { id }));
    const video = encoding && (await read((db) => db.findOneBy(VideoEntity, { id: encoding.videoId })));
    // Another second may have been chosen meanwhile.
    if (!video || (video.posterSecond !== null && video.posterSecond !== second)) return;
    const best = await read((db) => findRendition(db, id, 'highest'));
    const { index, start } = findSegment(best.segments, second);
    const to = { storage, masterKey: masterKeys.open(encoding.masterKey, id), space: ctx.space, encodingId: id };
    const picture = await withScratchFolder(config.WORK_DIR, ctx.now(), async (folder) => {
      const path = join(folder, 'segment.mp4');
      await fetchRendition(to, best, path, signal, { from: index, to: index + 1 });
      const size = { width: best.width ?? 0, height: best.height ?? 0 };
      return takePicture(ffmpeg, path, 0, size, second - start, { folder, signal });
    });
    const poster = encoding.poster + 1;
    await storage.put(toPosterKey(ctx.space, id, poster), picture, 'image/jpeg');
    await transact(async (db) => {
      const row = await db.findOne(EncodingEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!row) return deleteObjects(db, ctx, { prefixes: [toPosterKey(ctx.space, id, poster)] });
      if (row.poster !== encoding.poster) throw new Error('another picture was taken at the same time');
      const storedBytes = row.storedBytes + picture.length;
      await db.update(EncodingEntity, { id }, { poster, storedBytes, version: row.version + 1 });
    });
  });
}

/** The last one for a second behind the end. */
function findSegment(segments: readonly [seconds: number, bytes: number][], second: number): { index: number; start: number } {
  let start = 0;
  for (const [index, [seconds]] of segments.entries()) {
    if (second < start + seconds || index === segments.length - 1) return { index, start };
    start += seconds;
  }
  throw new Error('the quality has no segment');
}
