import { imageFeature } from './image/image.feature.ts';

export const imagingFeatures = [imageFeature];
