import { defineFeature } from '@lyceum/common/service';
import { KeepLibraryVideos1796059779568 } from '../../migrations/1796059779568-keep-library-videos.ts';
import { LibraryVideoEntity } from './library-video.entity.ts';
import { markVideoDeleted } from './on-video-deleted.ts';
import { keepVideo } from './on-video-playable.ts';

export const libraryVideoFeature = defineFeature({
  migrations: [KeepLibraryVideos1796059779568],
  entities: [LibraryVideoEntity],
  subscriptions: [keepVideo, markVideoDeleted],
});
