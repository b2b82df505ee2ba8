import { uploadFeature } from './upload/upload.feature.ts';

export const uploadingFeatures = [uploadFeature];
