import { abandonedFeature } from './abandoned/abandoned.feature.ts';
import { clearingFeature } from './clearing/clearing.feature.ts';
import { partFeature } from './parts/part.feature.ts';
import { tusFeature } from './tus/tus.feature.ts';
import { uploadFeature } from './upload/upload.feature.ts';

export const uploadingFeatures = [uploadFeature, partFeature, tusFeature, clearingFeature, abandonedFeature];
