import { snapshot } from '@lyceum/common/snapshots';
import { videoPlayable } from '@lyceum/contracts/streaming/video';
import { IsNull, Not } from 'typeorm';
import { VideoEntity } from '../video/video.entity.ts';
import { findLength } from './announce-playable.ts';

export const videoSnapshot = snapshot(videoPlayable, VideoEntity, {
  where: { currentEncodingId: Not(IsNull()), deletedAt: IsNull() },
  present: async (video, db) => ({
    videoId: video.id,
    title: video.title,
    durationSeconds: (await findLength(db, video)) ?? 0,
    occurredAt: video.updatedAt.toISOString(),
  }),
});
