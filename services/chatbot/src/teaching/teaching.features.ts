import { confusionFeature } from './confusion/confusion.feature.ts';
import { knowledgeFeature } from './knowledge/knowledge.feature.ts';

export const teachingFeatures = [confusionFeature, knowledgeFeature];
