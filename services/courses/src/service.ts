import { defineService } from '@lyceum/common/service';
import { assigningFeatures } from './assigning.features.ts';
import { authoringFeatures } from './authoring.features.ts';
import { certifyingFeatures } from './certifying.features.ts';
import { coursesConfig } from './config.ts';
import { createShared } from './create-shared.ts';
import { discussingFeatures } from './discussing.features.ts';
import { informingFeatures } from './informing.features.ts';
import { learningFeatures } from './learning.features.ts';
import { reportingFeatures } from './reporting.features.ts';

export const courses = defineService({
  name: 'courses',
  config: coursesConfig,
  share: createShared,
  features: [
    ...authoringFeatures,
    ...learningFeatures,
    ...assigningFeatures,
    ...discussingFeatures,
    ...certifyingFeatures,
    ...reportingFeatures,
    ...informingFeatures,
  ],
});
