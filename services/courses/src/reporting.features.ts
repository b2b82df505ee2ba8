import { recordStoreFeature } from './record-store/record-store.feature.ts';

/** What the record store of a school is told. */
export const reportingFeatures = [recordStoreFeature];
