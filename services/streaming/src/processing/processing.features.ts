import { encodingFeature } from './encoding/encoding.feature.ts';
import { makingFeature } from './making/making.feature.ts';
import { progressFeature } from './progress/progress.feature.ts';

export const processingFeatures = [encodingFeature, makingFeature, progressFeature];
