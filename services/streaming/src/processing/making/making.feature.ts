import { defineFeature } from '@lyceum/common/service';
import { createFfmpeg } from '../ffmpeg/create-ffmpeg.ts';
import { handleEncodeFirst } from './encode-first.job.ts';
import { handleEncodeRest } from './encode-rest.job.ts';
import type { EncodingTools } from './run-encoding.ts';
import { handleTakePoster } from './take-poster.job.ts';

type Needs = Omit<EncodingTools, 'ffmpeg'> & { config: Parameters<typeof createFfmpeg>[0] };

export const makingFeature = defineFeature({
  mount: ({ storage, masterKeys, config }: Needs) => {
    const tools = { storage, masterKeys, config, ffmpeg: createFfmpeg(config) };
    return { jobs: [handleEncodeFirst(tools), handleEncodeRest(tools), handleTakePoster(tools)] };
  },
});
