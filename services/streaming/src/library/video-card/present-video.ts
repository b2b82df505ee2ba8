import type { Context } from '@lyceum/common/context';
import type { Storage } from '@lyceum/common/storage';
import { type EntityManager, In } from 'typeorm';
import { shownSeconds, toBegunHour } from '../../objects/begun-hour.ts';
import { toPosterKey } from '../../objects/object-keys.ts';
import { EncodingEntity, type EncodingRow } from '../../processing/encoding/encoding.entity.ts';
import { presentProcessing } from '../../processing/failures/present-processing.ts';
import { findCaptions } from '../caption/present-caption.ts';
import type { VideoRow } from '../video/video.entity.ts';

/** What a card tells of a file; its key and its steps are for others. */
const measured = {
  id: true,
  videoId: true,
  storedBytes: true,
  durationSeconds: true,
  width: true,
  height: true,
  poster: true,
} as const;

type Measured = Pick<EncodingRow, keyof typeof measured>;

/** Cards of a page of videos: two queries, however many there are. */
export async function presentVideos(db: EntityManager, ctx: Context, storage: Storage, videos: readonly VideoRow[]) {
  const ids = videos.map(({ id }) => id);
  const encodings = await db.find(EncodingEntity, { select: measured, where: { videoId: In(ids) } });
  const lessons = await countLessons(db, ids);
  return videos.map((video) => {
    const own = encodings.filter(({ videoId }) => videoId === video.id);
    return { ...presentCard(ctx, storage, video, own), lessons: lessons.get(video.id) ?? 0 };
  });
}

/** A video whole, with what is being made of its newest file in the language of whoever asks. */
export async function presentVideo(db: EntityManager, ctx: Context, storage: Storage, video: VideoRow) {
  const encodings = await db.findBy(EncodingEntity, { videoId: video.id });
  const lessons = await countLessons(db, [video.id]);
  const newest = encodings.find(({ id }) => id === video.newestEncodingId);
  return {
    ...presentCard(ctx, storage, video, encodings),
    lessons: lessons.get(video.id) ?? 0,
    captions: await findCaptions(db, video.id),
    processing: newest ? presentProcessing(newest, ctx.locale) : null,
  };
}

function presentCard(ctx: Context, storage: Storage, video: VideoRow, encodings: readonly Measured[]) {
  const current = encodings.find(({ id }) => id === video.currentEncodingId);
  const {
    durationSeconds = null,
    width = null,
    height = null,
  } = current ?? encodings.find(({ id }) => id === video.newestEncodingId) ?? {};
  return {
    ...video,
    ...{ durationSeconds, width, height },
    storedBytes: encodings.reduce((sum, { storedBytes }) => sum + storedBytes, 0),
    posterUrl: current && current.poster > 0 ? showPoster(ctx, storage, current) : null,
  };
}

const showPoster = (ctx: Context, storage: Storage, { id, poster }: Measured) =>
  storage.presignShow(toPosterKey(ctx.space, id, poster), shownSeconds, toBegunHour(ctx.now()));

/** How many lessons show each of the videos. */
async function countLessons(db: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = await db.query<{ id: string; lessons: number }[]>(
    'SELECT video_id AS id, count(*)::int AS lessons FROM video_usages WHERE video_id = ANY($1) GROUP BY video_id',
    [ids],
  );
  return new Map(counts.map(({ id, lessons }) => [id, lessons]));
}
