import { playbackFeature } from './playback/playback.feature.ts';

export const playingFeatures = [playbackFeature];
