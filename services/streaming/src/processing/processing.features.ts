import { encodingFeature } from './encoding/encoding.feature.ts';

export const processingFeatures = [encodingFeature];
