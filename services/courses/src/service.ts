import { defineService } from '@lyceum/common/service';
import { assigningFeatures } from './assigning/assigning.features.ts';
import { authoringFeatures } from './authoring/authoring.features.ts';
import { certifyingFeatures } from './certifying/certifying.features.ts';
import { coursesConfig } from './config.ts';
import { createShared } from './create-shared.ts';
import { discussingFeatures } from './discussing/discussing.features.ts';
import { enrollingFeatures } from './enrolling/enrolling.features.ts';
import { exchangingFeatures } from './exchanging/exchanging.features.ts';
import { informingFeatures } from './informing/informing.features.ts';
import { learningFeatures } from './learning/learning.features.ts';
import { quizzingFeatures } from './quizzing/quizzing.features.ts';
import { reportingFeatures } from './reporting/reporting.features.ts';
import { rewardingFeatures } from './rewarding/rewarding.features.ts';

export const courses = defineService({
  name: 'courses',
  config: coursesConfig,
  share: createShared,
  features: [
    ...authoringFeatures,
    ...exchangingFeatures,
    ...enrollingFeatures,
    ...learningFeatures,
    ...quizzingFeatures,
    ...assigningFeatures,
    ...discussingFeatures,
    ...rewardingFeatures,
    ...certifyingFeatures,
    ...informingFeatures,
    ...reportingFeatures,
  ],
});
