import { captionFeature } from './caption/caption.feature.ts';
import { folderFeature } from './folder/folder.feature.ts';
import { purgeFeature } from './purge/purge.feature.ts';
import { usageFeature } from './usage/usage.feature.ts';
import { videoFeature } from './video/video.feature.ts';
import { videoCardFeature } from './video-card/video-card.feature.ts';

export const libraryFeatures = [videoFeature, folderFeature, captionFeature, usageFeature, videoCardFeature, purgeFeature];
