import type { Storage } from '@lyceum/common/storage';
import { getManifest, getStoryboard, type playback as playbackSchema } from '@lyceum/contracts/streaming/playback';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { CaptionEntity } from '../../library/caption/caption.entity.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { toCaptionKey, toPosterKey } from '../../objects/object-keys.ts';
import { EncodingEntity } from '../../processing/encoding/encoding.entity.ts';
import { type PlaybackRow, WatchPositionEntity } from './playback.entity.ts';
import { createShow, type Place, toEndpointUrl, toFileUrl } from './playback-addresses.ts';

interface Needs {
  readonly storage: Storage;
  readonly place: Place;
  readonly contentUrl: string | undefined;
}

/** A playback with all that a player begins with. */
export async function presentPlayback(
  db: EntityManager,
  playback: PlaybackRow,
  fileToken: string | null,
  { storage, place, contentUrl }: Needs,
): Promise<z.input<typeof playbackSchema>> {
  const { id: playbackId, videoId, personId, startedAt, expiresAt } = playback;
  const video = await db.findOneByOrFail(VideoEntity, { id: videoId });
  const encoding = await db.findOneByOrFail(EncodingEntity, { id: playback.encodingId });
  const captions = await db.find(CaptionEntity, { where: { videoId }, order: { language: 'ASC' } });
  const position = await db.findOneBy(WatchPositionEntity, { personId, videoId });
  const show = createShow(storage, playback);
  const toUrl = (endpoint: Parameters<typeof toEndpointUrl>[1]) => toEndpointUrl(place, endpoint, { playbackId });
  const durationSeconds = encoding.durationSeconds ?? 0;
  const { storyboard, poster } = encoding;
  // Another file may be shorter than what was left.
  const isInside = position !== null && position.seconds < durationSeconds;
  return {
    ...{ id: playbackId, videoId, title: video.title, durationSeconds, manifestUrl: toUrl(getManifest) },
    fileUrl: fileToken !== null && contentUrl !== undefined ? toFileUrl(contentUrl, place.space, fileToken) : null,
    posterUrl: poster > 0 ? show(toPosterKey(place.space, encoding.id, poster)) : null,
    storyboard: storyboard && { url: toUrl(getStoryboard), intervalSeconds: storyboard.intervalSeconds },
    captions: captions.map(({ language, label, objectId }) => ({
      ...{ language, label, url: show(toCaptionKey(place.space, objectId)) },
    })),
    chapters: video.chapters.filter(({ startSeconds }) => startSeconds < durationSeconds),
    positionSeconds: isInside ? position.seconds : 0,
    ...{ startedAt, expiresAt },
  };
}
