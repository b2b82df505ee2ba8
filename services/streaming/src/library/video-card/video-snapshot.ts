import { snapshot } from '@lyceum/common/snapshots';
import { videoDeleted, videoPlayable } from '@lyceum/contracts/streaming/video';
import { IsNull, Not } from 'typeorm';
import { VideoEntity } from '../video/video.entity.ts';
import { findLength } from './announce-playable.ts';

export const playableSnapshot = snapshot(videoPlayable, VideoEntity, {
  where: { currentEncodingId: Not(IsNull()), deletedAt: IsNull() },
  present: async (video, db) => ({
    videoId: video.id,
    title: video.title,
    durationSeconds: (await findLength(db, video)) ?? 0,
    occurredAt: video.updatedAt.toISOString(),
  }),
});

/** Of those that can still be restored; a younger service has never heard of the others. */
export const deletedSnapshot = snapshot(videoDeleted, VideoEntity, {
  where: { deletedAt: Not(IsNull()) },
  present: ({ id, deletedAt, updatedAt }) => ({ videoId: id, occurredAt: deletedAt ?? updatedAt }),
});
