import { deliveryFeature } from './delivery/delivery.feature.ts';
import { evidenceFeature } from './evidence/evidence.feature.ts';
import { playbackFeature } from './playback/playback.feature.ts';

export const playingFeatures = [playbackFeature, deliveryFeature, evidenceFeature];
