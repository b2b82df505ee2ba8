import { answerFeature } from './answer/answer.feature.ts';

export const answeringFeatures = [answerFeature];
