import { confusionFeature } from './confusion/confusion.feature.ts';

export const teachingFeatures = [confusionFeature];
