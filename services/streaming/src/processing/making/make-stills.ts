import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { enqueue } from '@lyceum/common/outbox';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { toPosterKey, toSheetKey } from '../../objects/object-keys.ts';
import { takePoster } from '../encoding/encoding-jobs.ts';
import { findRendition } from '../encoding/find-rendition.ts';
import { fetchRendition } from '../ladder/fetch-rendition.ts';
import { makeStoryboard, takePicture } from '../pictures/make-pictures.ts';
import type { MadeStep } from './made-step.ts';
import type { OpenedSource } from './open-source.ts';
import type { EncodingWork } from './run-encoding.ts';

/** The picture of the video, at the second its author chose or near its beginning, and the storyboard. */
export async function makeStills(work: EncodingWork, { path, source }: OpenedSource): Promise<MadeStep> {
  const { ffmpeg, track, to, encoding, video, run } = work;
  const folder = join(work.folder, 'pictures');
  await mkdir(folder);
  const length = encoding.durationSeconds ?? 0;
  const chosen = video.posterSecond !== null && video.posterSecond < length ? video.posterSecond : null;
  const program = { folder, signal: track.signal };
  const poster = await takePicture(ffmpeg, path, source.picture, source, chosen ?? Math.min(30, length / 10), program);
  const lowest = await run.read((db) => findRendition(db, encoding.id, 'lowest'));
  const rendition = join(work.folder, 'lowest.mp4');
  await fetchRendition(to, lowest, rendition, track.signal);
  const { layout, sheets } = await makeStoryboard(ffmpeg, rendition, source, length, program);
  const put = (key: string, bytes: Uint8Array) => to.storage.put(key, bytes, 'image/jpeg');
  await put(toPosterKey(to.space, encoding.id, 1), poster);
  for (const [index, sheet] of sheets.entries()) await put(toSheetKey(to.space, encoding.id, index), sheet);
  const bytes = sheets.reduce((sum, sheet) => sum + sheet.length, poster.length);
  return {
    ...{ change: { storyboard: layout }, bytes },
    async write(db) {
      await db.query('UPDATE encodings SET poster = greatest(poster, 1) WHERE id = $1', [encoding.id]);
      const { posterSecond: second } = await db.findOneByOrFail(VideoEntity, { id: video.id });
      // The one that was chosen meanwhile may have been taken already, and be replaced by this one.
      if (second !== null && second < length && second !== chosen)
        await enqueue(db, run.ctx, takePoster, { encodingId: encoding.id, second });
    },
  };
}
