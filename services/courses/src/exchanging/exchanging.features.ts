import { cloningFeature } from './cloning/cloning.feature.ts';
import { courseExportFeature } from './course-export/course-export.feature.ts';
import { courseImportFeature } from './course-import/course-import.feature.ts';

/** How courses and questions travel. */
export const exchangingFeatures = [cloningFeature, courseImportFeature, courseExportFeature];
