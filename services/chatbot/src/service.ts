import { defineService } from '@lyceum/common/service';
import { answeringFeatures } from './answering/answering.features.ts';
import { chatbotConfig } from './config.ts';
import { conversingFeatures } from './conversing/conversing.features.ts';
import { createShared } from './create-shared.ts';
import { guardingFeatures } from './guarding/guarding.features.ts';
import { knowingFeatures } from './knowing/knowing.features.ts';
import { practisingFeatures } from './practising/practising.features.ts';
import { teachingFeatures } from './teaching/teaching.features.ts';

export const chatbot = defineService({
  name: 'chatbot',
  config: chatbotConfig,
  share: createShared,
  features: [
    ...[...knowingFeatures, ...conversingFeatures, ...answeringFeatures],
    ...[...practisingFeatures, ...guardingFeatures, ...teachingFeatures],
  ],
});
