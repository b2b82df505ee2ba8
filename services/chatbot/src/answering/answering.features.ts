import { answerFeature } from './answer/answer.feature.ts';
import { historyFeature } from './history/history.feature.ts';
import { writingFeature } from './writing/writing.feature.ts';

export const answeringFeatures = [historyFeature, writingFeature, answerFeature];
