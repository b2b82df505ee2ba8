import { recordStoreFeature } from './record-store/record-store.feature.ts';
import { statementSendingFeature } from './statement-sending/statement-sending.feature.ts';

/** What the record store of a school is told. */
export const reportingFeatures = [recordStoreFeature, statementSendingFeature];
