import { defineService } from '@lyceum/common/service';
import { streamingConfig } from './config.ts';
import { createShared } from './create-shared.ts';
import { imagingFeatures } from './imaging/imaging.features.ts';
import { libraryFeatures } from './library/library.features.ts';
import { objectsFeature } from './objects/objects.feature.ts';
import { playingFeatures } from './playing/playing.features.ts';
import { processingFeatures } from './processing/processing.features.ts';
import { uploadingFeatures } from './uploading/uploading.features.ts';

export const streaming = defineService({
  name: 'streaming',
  config: streamingConfig,
  share: createShared,
  features: [
    objectsFeature,
    ...libraryFeatures,
    ...uploadingFeatures,
    ...processingFeatures,
    ...playingFeatures,
    ...imagingFeatures,
  ],
});
