import { badgeFeature } from './badge/badge.feature.ts';
import { certificateFeature } from './certificate/certificate.feature.ts';
import { certificateCheckFeature } from './certificate-check/certificate-check.feature.ts';
import { certificateTemplateFeature } from './certificate-template/certificate-template.feature.ts';

/** What a finished course is worth to others. */
export const certifyingFeatures = [badgeFeature, certificateTemplateFeature, certificateFeature, certificateCheckFeature];
