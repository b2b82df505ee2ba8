import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import { videoNotFound, videoNotPlayable } from '@lyceum/contracts/streaming/video-problems';
import type { LessonGate } from '../gate/lesson-gate.ts';
import { PlaybackEntity, WatchPositionEntity } from './playback.entity.ts';
import { playbackRoutes } from './playback.routes.ts';
import { purgePlaybacksJob, purgePlaybacksSchedule } from './purge-playbacks.job.ts';

interface Needs {
  readonly config: {
    readonly PUBLIC_URL: string;
    readonly CONTENT_URL?: string | undefined;
    readonly PLAYBACKS_PER_PERSON: number;
  };
  readonly storage: Storage;
  readonly gate: LessonGate;
}

export const playbackFeature = defineFeature({
  entities: [PlaybackEntity, WatchPositionEntity],
  // The file went while the playback began.
  constraints: { playbacks_video: videoNotFound, playbacks_encoding: videoNotPlayable },
  mount: ({ config, storage, gate }: Needs) => ({
    routes: playbackRoutes({
      ...{ storage, gate, publicUrl: config.PUBLIC_URL, contentUrl: config.CONTENT_URL },
      perPerson: config.PLAYBACKS_PER_PERSON,
    }),
    jobs: [purgePlaybacksJob],
    schedules: [purgePlaybacksSchedule],
  }),
});
