import { snapshot } from '@lyceum/common/snapshots';
import { captionsChanged } from '@lyceum/contracts/streaming/caption-cues';
import { IsNull } from 'typeorm';
import { VideoEntity } from '../video/video.entity.ts';

/** Also of videos without captions, which whoever keeps them finds out when it reads them: rows of captions are too long to be gone through. */
export const captionSnapshot = snapshot(captionsChanged, VideoEntity, {
  where: { deletedAt: IsNull() },
  present: ({ id: videoId, updatedAt }) => ({ videoId, occurredAt: updatedAt.toISOString() }),
});
