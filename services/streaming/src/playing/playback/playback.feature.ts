import { defineFeature } from '@lyceum/common/service';
import { PlaybackEntity, WatchPositionEntity } from './playback.entity.ts';

export const playbackFeature = defineFeature({
  entities: [PlaybackEntity, WatchPositionEntity],
});
